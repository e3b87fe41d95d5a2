# What ask_joiner and ask_donor get has one line a row, and in it this mark between fields. A name may have any character
# but NUL: the client gives tab, newline and backslash as two characters, and printf makes them what they were.
mark=$'\x1f'

# The fields of a client's row, behind its first, which is the row's kind.
read_row() {
  local line=${1//"$mark"/\\x1f}
  line=${line//$'\t'/"$mark"}
  kind=${line%%"$mark"*} rest=${line#*"$mark"}
}

# Makes the fields in the variables of these names what they were.
decode() {
  local variable
  for variable in "$@"; do printf -v "$variable" %b "${!variable}"; done
}

# information_schema compares without case, accent and trailing spaces, and would take users and Users for one: as bytes
# always.
as_bytes() { printf 'CAST(%s AS BINARY)' "$1"; }
of_users() { printf "CAST(%s AS BINARY) NOT IN ('information_schema', 'performance_schema', 'sys', 'mysql')" "$1"; }
quoted() { printf "CONCAT('\`', REPLACE(%s, '\`', '\`\`'), '\`')" "$1"; }
quoted_table() { printf "CONCAT(%s, '.', %s)" "$(quoted TABLE_SCHEMA)" "$(quoted TABLE_NAME)"; }

# Tables of the mysql database that belong to one node or are handled apart. wsrep_cluster and wsrep_cluster_members
# do go over: from them the joiner learns which component it has joined.
own_tables="'general_log', 'slow_log', 'transaction_registry', 'wsrep_allowlist', 'wsrep_streaming_log',
  'gtid_slave_pos'"
last_tables="'innodb_index_stats', 'innodb_table_stats'"

# A system table and what its columns are, to know whether rows fit into the other side's table.
system_tables_sql="SELECT 'system', $(quoted TABLE_NAME), sum FROM information_schema.TABLES JOIN (
    SELECT $(as_bytes TABLE_NAME) AS name,
      MD5(GROUP_CONCAT(COLUMN_NAME, COLUMN_TYPE, IFNULL(COLLATION_NAME, '') ORDER BY ORDINAL_POSITION)) AS sum
    FROM information_schema.COLUMNS WHERE $(as_bytes TABLE_SCHEMA) = 'mysql' GROUP BY name) AS c
    ON name = $(as_bytes TABLE_NAME)
  WHERE $(as_bytes TABLE_SCHEMA) = 'mysql' AND TABLE_TYPE = 'BASE TABLE'
    AND $(as_bytes TABLE_NAME) NOT IN ($own_tables, $last_tables)"

# The end of a row version that is still there: the last time that a server knows, which is a later one since 11.5.
# https://mariadb.com/kb/en/timestamp/
forever_sql='COALESCE(FROM_UNIXTIME(4294967295.999999), FROM_UNIXTIME(2147483647.999999))'

# What the joiner has, and the statements that undo what is relaxed while it loads.
ask_joiner() {
  local line kind rest answer
  answer=$(on_joiner -e "SET SESSION $unlimited, wsrep_on = OFF, group_concat_max_len = 1073741824,
      time_zone = '+00:00';
    SELECT 'server', VERSION(), @@thread_pool_size, @@log_bin, @@GLOBAL.gtid_slave_pos, $forever_sql;
    SELECT 'restore', CONCAT('SET GLOBAL innodb_flush_log_at_trx_commit = ',
      @@innodb_flush_log_at_trx_commit, ', innodb_stats_auto_recalc = ', @@GLOBAL.innodb_stats_auto_recalc,
      ', local_infile = ', @@local_infile, ', max_allowed_packet = ', @@GLOBAL.max_allowed_packet,
      ', general_log = ', @@general_log, ', slow_query_log = ', @@GLOBAL.slow_query_log,
      ', innodb_default_row_format = ', @@innodb_default_row_format,
      ', innodb_file_per_table = ', @@innodb_file_per_table, ';');
    SELECT 'database', $(quoted SCHEMA_NAME) FROM information_schema.SCHEMATA WHERE $(of_users SCHEMA_NAME);
    SELECT 'sequence', $(quoted_table) FROM information_schema.TABLES
      WHERE $(as_bytes TABLE_SCHEMA) = 'mysql' AND TABLE_TYPE = 'SEQUENCE';
    SELECT 'plugin', PLUGIN_NAME FROM information_schema.PLUGINS;
    $system_tables_sql")
  while IFS= read -r line; do
    read_row "$line"
    case $kind in
      server) IFS=$mark read -r joiner_version joiner_cpus joiner_log_bin joiner_slave_pos joiner_forever <<<"$rest" ;;
      restore) restore=$rest ;;
      database) joiner_databases+=("$rest") ;;
      sequence) joiner_sequences+=("$rest") ;;
      plugin) joiner_plugins[$rest]=yes ;;
      system) joiner_system[${rest%"$mark"*}]=${rest#*"$mark"} ;;
    esac
  done <<<"$answer"
  [ -n "$restore" ] || fail "the joiner doesn't say how it is set"
}

# A name as files have it: the word for that is a character set.
in_file_names() { printf 'CAST(CONVERT(%s USING filename) AS BINARY)' "$1"; }

# Of a table's rows. InnoDB's own figures may be from before everything was inserted: where the file has more than twice
# as much, they give but the share of the rows in it. The file alone would be too much: it has room to grow.
table_bytes='IFNULL(ROUND(IF(f.bytes > 2 * (DATA_LENGTH + INDEX_LENGTH),
  f.bytes / (DATA_LENGTH + INDEX_LENGTH), 1) * DATA_LENGTH), 0)'

# What is compressed may be small on the disk and hold values that are too long for an INSERT: it doesn't go with the
# small tables.
apparent_bytes="IF(is_compressed OR ROW_FORMAT = 'Compressed' OR CREATE_OPTIONS LIKE '%page_compressed%',
  GREATEST(1048576, $table_bytes), $table_bytes)"

hidden_times="TABLE_TYPE = 'SYSTEM VERSIONED' AND NOT IFNULL(has_times OR by_transaction, 0) AND $keeps_history"

# What there is to transfer, a line each, of which each kind has its fields; read by inventory.pl. A table without a
# column that takes a value has a row in it for each of its rows all the same.
take_inventory() {
  on_donor -e "$donor_session
    SELECT 'database', $(quoted SCHEMA_NAME), DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA
      WHERE $(of_users SCHEMA_NAME) ORDER BY $(as_bytes SCHEMA_NAME);
    SELECT IF($(of_users TABLE_SCHEMA) OR TABLE_TYPE = 'SEQUENCE', 'table', 'rows'),
      $(quoted TABLE_SCHEMA), $(quoted TABLE_NAME), $(quoted_table), TABLE_TYPE, IFNULL(ENGINE, ''), $apparent_bytes,
      GREATEST(1, LEAST(1000, 262144 DIV (1 + IFNULL(AVG_ROW_LENGTH, 0)))),
      CONCAT(IFNULL(selected, '0'), IF($hidden_times, CONCAT(', row_start, ', $(row_end "'row_end'")), '')),
      CONCAT(IFNULL(taken, '@none'), IF($hidden_times, ', row_start, row_end', '')), IFNULL(assigned, ''),
      QUOTE(CONCAT(';\nINSERT INTO ', $(quoted_table), ' (', IFNULL(named, ''),
        IF($hidden_times, ', row_start, row_end', ''), ') VALUES')),
      CONCAT(IFNULL(literals, ''''''),
        IF($hidden_times, CONCAT(', '','', QUOTE(row_start), '','', QUOTE(', $(row_end "'row_end'"), ')'), '')),
      IFNULL(AVG_ROW_LENGTH, 0), IF(has_vector_index, 'yes', ''), IFNULL(enums, ''),
      IF(TABLE_TYPE <> 'SYSTEM VERSIONED', '', IF(by_transaction OR NOT $keeps_history, 'now', 'all')),
      IF(ENGINE = 'InnoDB' AND ROW_FORMAT IN ('Redundant', 'Compact', 'Dynamic')
        AND CREATE_OPTIONS NOT LIKE '%row_format=%', LOWER(ROW_FORMAT), ''),
      CONCAT($(in_file_names TABLE_SCHEMA), '/', $(in_file_names TABLE_NAME))
    FROM information_schema.TABLES
      LEFT JOIN ($(columns_sql)) AS c ON c.s = $(as_bytes TABLE_SCHEMA) AND c.t = $(as_bytes TABLE_NAME)
      LEFT JOIN (SELECT SUBSTRING_INDEX(CAST(NAME AS BINARY), '#P#', 1) AS file, SUM(FILE_SIZE) AS bytes
        FROM information_schema.INNODB_SYS_TABLESPACES GROUP BY 1) AS f
        ON file = CONCAT($(in_file_names TABLE_SCHEMA), '/', $(in_file_names TABLE_NAME))
    WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE')
      AND ($(of_users TABLE_SCHEMA)
        OR $(as_bytes TABLE_SCHEMA) = 'mysql' AND $(as_bytes TABLE_NAME) NOT IN ($own_tables));
    SELECT 'trigger', $(quoted TRIGGER_SCHEMA), $(quoted TRIGGER_NAME)
      FROM information_schema.TRIGGERS WHERE $(of_users TRIGGER_SCHEMA)
      ORDER BY $(as_bytes TRIGGER_SCHEMA), $(as_bytes EVENT_OBJECT_TABLE),
        EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER;
    SELECT 'view', $(quoted TABLE_SCHEMA), $(quoted_table), IFNULL(stand_in, '')
      FROM information_schema.VIEWS LEFT JOIN (
        SELECT $(as_bytes TABLE_SCHEMA) AS s, $(as_bytes TABLE_NAME) AS t,
          IF(MAX(COLUMN_NAME NOT RLIKE '[^[:cntrl:][:space:]]'), NULL,
            GROUP_CONCAT('1 AS ', $(quoted COLUMN_NAME) ORDER BY ORDINAL_POSITION)) AS stand_in
        FROM information_schema.COLUMNS WHERE $(of_users TABLE_SCHEMA) GROUP BY s, t) AS c
        ON c.s = $(as_bytes TABLE_SCHEMA) AND c.t = $(as_bytes TABLE_NAME)
      WHERE $(of_users TABLE_SCHEMA)" >"$work/inventory"
}

ask_donor() {
  local line kind rest answer
  plugins=() system_tables=()
  answer=$(on_donor -e "$donor_session
    SELECT 'server', VERSION(), REPLACE(@@GLOBAL.gtid_binlog_state, '\n', ''),
      @@GLOBAL.gtid_binlog_pos, @@GLOBAL.gtid_slave_pos;
    SELECT 'plugin', name, dl FROM mysql.plugin;
    $system_tables_sql")
  while IFS= read -r line; do
    read_row "$line"
    case $kind in
      server) IFS=$mark read -r donor_version binlog_state binlog_pos slave_pos <<<"$rest" ;;
      plugin) plugins+=("$rest") ;;
      system) system_tables+=("$rest") ;;
    esac
  done <<<"$answer"
  [ -n "$donor_version" ] || fail "the donor doesn't say what it is"
}
