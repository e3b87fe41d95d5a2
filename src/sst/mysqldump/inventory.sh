# The end of a row version that is still there: the last time that a server knows, which is a later one since 11.5.
# https://mariadb.com/kb/en/timestamp/
forever_sql='COALESCE(FROM_UNIXTIME(4294967295.999999), FROM_UNIXTIME(2147483647.999999))'

# What the joiner has, and the statements that undo what is relaxed while it loads.
ask_joiner() {
  local line kind rest answer
  answer=$(on_joiner -e "SET SESSION wsrep_on = OFF, group_concat_max_len = 1073741824, time_zone = '+00:00';
    SELECT CONCAT_WS(CHAR(31), 'server', VERSION(), @@thread_pool_size, @@log_bin, @@GLOBAL.gtid_slave_pos, $forever_sql);
    SELECT CONCAT_WS(CHAR(31), 'restore', CONCAT('SET GLOBAL innodb_flush_log_at_trx_commit = ',
      @@innodb_flush_log_at_trx_commit, ', innodb_stats_auto_recalc = ', @@GLOBAL.innodb_stats_auto_recalc,
      ', local_infile = ', @@local_infile, ', max_allowed_packet = ', @@GLOBAL.max_allowed_packet,
      ', general_log = ', @@general_log, ', slow_query_log = ', @@GLOBAL.slow_query_log, ';'));
    SELECT CONCAT_WS(CHAR(31), 'database', $(quoted SCHEMA_NAME)) FROM information_schema.SCHEMATA
      WHERE SCHEMA_NAME NOT IN ($system_databases);
    SELECT CONCAT_WS(CHAR(31), 'plugin', PLUGIN_NAME) FROM information_schema.PLUGINS;
    $system_tables_sql")
  while IFS= read -r line; do
    kind=${line%%"$mark"*} rest=${line#*"$mark"}
    case $kind in
      server) IFS=$mark read -r joiner_version joiner_cpus joiner_log_bin joiner_slave_pos joiner_forever <<<"$rest" ;;
      restore) restore=$rest ;;
      database) joiner_databases+=("$rest") ;;
      plugin) joiner_plugins[$rest]=yes ;;
      system) joiner_system[${rest%"$mark"*}]=${rest#*"$mark"} ;;
    esac
  done <<<"$answer"
  [ -n "$restore" ] || fail "the joiner doesn't say how it is set"
}

# A name as files have it: the word for that is a character set.
in_file_names() { printf 'CAST(CONVERT(%s USING filename) AS BINARY)' "$1"; }

# Of a table's rows. InnoDB's own figures may be from before everything was inserted: where the file has more than twice as much,
# they give but the share of the rows in it. The file alone would be too much: it has room to grow.
table_bytes='IFNULL(ROUND(IF(f.bytes > 2 * (DATA_LENGTH + INDEX_LENGTH), f.bytes / (DATA_LENGTH + INDEX_LENGTH), 1) * DATA_LENGTH), 0)'

hidden_times="TABLE_TYPE = 'SYSTEM VERSIONED' AND MAX(row_time <> '') = 0"
row_end() { printf "CONCAT('IF(', %s, ' = TIMESTAMP''', $forever_sql, ''', ''$joiner_forever'', ', %s, ')')" "$1" "$1"; }

# What there is to transfer. A nullable column goes as two fields, whether it is NULL and its value, since the
# client prints NULL as a word. Beside such a column a key that counts up is set from a variable as well: else LOAD DATA
# takes its 0 for "the next one". A FLOAT goes as DOUBLE: its own text has fewer digits than it holds. Versions of rows go with
# their times, and those still there end where the joiner's time does; versions by transaction have none.
ask_donor() {
  local line kind rest answer
  answer=$(on_donor -e "$donor_session
    SET SESSION time_zone = '+00:00';
    SELECT CONCAT_WS(CHAR(31), 'forever', $forever_sql);
    SELECT CONCAT_WS(CHAR(31), 'server', VERSION(), REPLACE(@@GLOBAL.gtid_binlog_state, '\n', ''), @@GLOBAL.gtid_binlog_pos, @@GLOBAL.gtid_slave_pos);
    SELECT CONCAT_WS(CHAR(31), 'database', SCHEMA_NAME) FROM information_schema.SCHEMATA
      WHERE SCHEMA_NAME NOT IN ($system_databases) ORDER BY 1;
    SELECT CONCAT_WS(CHAR(31), 'plugin', name, dl) FROM mysql.plugin;
    $system_tables_sql;
    SELECT CONCAT_WS(CHAR(31), 'table', TABLE_SCHEMA, TABLE_NAME,
      CONCAT($(quoted TABLE_SCHEMA), '.', $(quoted TABLE_NAME)), TABLE_TYPE, IFNULL(ENGINE, ''), $table_bytes,
      MAX(DATA_TYPE = 'float'),
      CONCAT(GROUP_CONCAT(CONCAT(IF(IS_NULLABLE = 'YES', CONCAT('ISNULL(', quoted_name, '), '), ''),
        CASE WHEN DATA_TYPE = 'float' THEN CONCAT('CAST(', quoted_name, ' AS DOUBLE)') WHEN row_time = 'ROW END' THEN $(row_end quoted_name) ELSE quoted_name END)
        ORDER BY ORDINAL_POSITION SEPARATOR ', '), IF($hidden_times, CONCAT(', row_start, ', $(row_end "'row_end'")), '')),
      CONCAT(GROUP_CONCAT(CONCAT(IF(IS_NULLABLE = 'YES', CONCAT('@n', ORDINAL_POSITION, ', '), ''),
        IF(by_variable, CONCAT('@v', ORDINAL_POSITION), quoted_name))
        ORDER BY ORDINAL_POSITION SEPARATOR ', '), IF($hidden_times, ', row_start, row_end', '')),
      IFNULL(GROUP_CONCAT(IF(by_variable, CONCAT(quoted_name, ' = ', IF(IS_NULLABLE = 'YES',
        CONCAT('IF(@n', ORDINAL_POSITION, ', NULL, @v', ORDINAL_POSITION, ')'), CONCAT('@v', ORDINAL_POSITION))), NULL) ORDER BY ORDINAL_POSITION SEPARATOR ', '), ''),
      IFNULL(MAX(IF(COLUMN_KEY = 'PRI' AND DATA_TYPE LIKE '%int', quoted_name, NULL)), ''), SUM(COLUMN_KEY = 'PRI'),
      IF(TABLE_TYPE = 'SYSTEM VERSIONED' AND MAX(row_time <> '' AND DATA_TYPE = 'bigint') = 0, 'FOR SYSTEM_TIME ALL', ''))
    FROM information_schema.TABLES JOIN (SELECT *, $(quoted COLUMN_NAME) AS quoted_name,
      IS_NULLABLE = 'YES' OR EXTRA LIKE '%auto_increment%' AND
        MAX(IS_NULLABLE = 'YES') OVER (PARTITION BY TABLE_SCHEMA, TABLE_NAME) AS by_variable,
      IF(GENERATION_EXPRESSION IN ('ROW START', 'ROW END'), GENERATION_EXPRESSION, '') AS row_time FROM information_schema.COLUMNS
      WHERE (IS_GENERATED = 'NEVER' OR GENERATION_EXPRESSION IN ('ROW START', 'ROW END')) AND TABLE_SCHEMA NOT IN ($system_databases)) AS c USING (TABLE_SCHEMA, TABLE_NAME)
      LEFT JOIN (SELECT SUBSTRING_INDEX(CAST(NAME AS BINARY), '#P#', 1) AS file, SUM(FILE_SIZE) AS bytes
        FROM information_schema.INNODB_SYS_TABLESPACES GROUP BY 1) AS f
        ON file = CONCAT($(in_file_names TABLE_SCHEMA), '/', $(in_file_names TABLE_NAME))
    WHERE TABLE_SCHEMA NOT IN ($system_databases) AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')
    GROUP BY TABLE_SCHEMA, TABLE_NAME ORDER BY $table_bytes DESC;
    SELECT CONCAT_WS(CHAR(31), 'sequence', TABLE_SCHEMA, TABLE_NAME) FROM information_schema.TABLES
      WHERE TABLE_TYPE = 'SEQUENCE' AND TABLE_SCHEMA NOT IN ($system_databases);
    SELECT DISTINCT CONCAT_WS(CHAR(31), 'trigger', EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE) FROM information_schema.TRIGGERS
      WHERE EVENT_OBJECT_SCHEMA NOT IN ($system_databases);
    SELECT CONCAT_WS(CHAR(31), 'view', v.TABLE_SCHEMA, v.TABLE_NAME, CONCAT($(quoted v.TABLE_SCHEMA), '.', $(quoted v.TABLE_NAME)),
      IFNULL(GROUP_CONCAT('1 AS ', $(quoted c.COLUMN_NAME) ORDER BY c.ORDINAL_POSITION), ''))
      FROM information_schema.VIEWS v LEFT JOIN information_schema.COLUMNS c USING (TABLE_SCHEMA, TABLE_NAME)
      WHERE v.TABLE_SCHEMA NOT IN ($system_databases) GROUP BY v.TABLE_SCHEMA, v.TABLE_NAME")
  while IFS= read -r line; do
    kind=${line%%"$mark"*} rest=${line#*"$mark"}
    case $kind in
      forever) donor_forever=$rest ;;
      server) IFS=$mark read -r donor_version binlog_state binlog_pos slave_pos <<<"$rest" ;;
      database) databases+=("$rest") ;;
      plugin) plugins+=("$rest") ;;
      system) system_tables+=("$rest") ;;
      table) tables+=("$rest") ;;
      sequence) sequences+=("$rest") ;;
      trigger) triggers+=("$rest") ;;
      view) views+=("$rest") ;;
    esac
  done <<<"$answer"
  [ -n "$donor_version" ] || fail "the donor doesn't say what it is"
}
