# What ask_joiner and ask_donor get has one line a row, and in it this mark between fields. A name may have any
# character but NUL: the client gives tab, newline and backslash as two characters, and printf makes them what they
# were.
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

# What the joiner has, and the statements that undo what is relaxed while it loads. What comes in one packet is relaxed
# at once: it holds for connections that are made from then on.
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
    SET GLOBAL max_allowed_packet = 1073741824;
    SELECT 'database', $(quoted SCHEMA_NAME) FROM information_schema.SCHEMATA WHERE $(of_users SCHEMA_NAME);
    SELECT 'sequence', $(quoted_table) FROM information_schema.TABLES
      WHERE $(as_bytes TABLE_SCHEMA) = 'mysql' AND TABLE_TYPE = 'SEQUENCE';
    SELECT 'plugin', PLUGIN_NAME FROM information_schema.PLUGINS;
    $system_tables_sql")
  while IFS= read -r line; do
    read_row "$line"
    case $kind in
      server) IFS=$mark read -r joiner_version joiner_cpus joiner_log_bin joiner_slave_pos joiner_forever <<<"$rest" ;;
      # One that began again has relaxed some itself.
      restore) restore=${GALERA_SST_RESTORE:-$rest} ;;
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

# What there is to transfer, a line each, of which each kind has its fields: joined.pl makes one of what belongs to a
# table. The server would compare each table with each.
take_inventory() {
  on_donor -e "$donor_session SET SESSION max_error_count = 65535;
    SELECT 'database', $(quoted SCHEMA_NAME), DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA
      WHERE $(of_users SCHEMA_NAME) ORDER BY $(as_bytes SCHEMA_NAME);
    SELECT 'server', @@datadir, $keeps_history, $(row_end "'row_end'");
    SELECT 'columns', s, t, IFNULL(by_transaction, 0), IFNULL(has_times, 0), IFNULL(is_compressed, 0),
      IFNULL(has_vector_index, 0), IFNULL(selected, ''), IFNULL(taken, ''), IFNULL(assigned, ''), IFNULL(named, ''),
      IFNULL(literals, ''), IFNULL(row_size, ''), IFNULL(enums, ''), IFNULL(stand_in, '') FROM ($(columns_sql)) AS c;
    SHOW WARNINGS;
    SELECT 'file', SUBSTRING_INDEX(CAST(NAME AS BINARY), '#P#', 1), SUM(FILE_SIZE)
      FROM information_schema.INNODB_SYS_TABLESPACES GROUP BY 2;
    SELECT IF($(of_users TABLE_SCHEMA) OR TABLE_TYPE = 'SEQUENCE', 'table', 'rows'),
      $(as_bytes TABLE_SCHEMA), $(as_bytes TABLE_NAME), $(quoted TABLE_SCHEMA), $(quoted TABLE_NAME), $(quoted_table),
      TABLE_TYPE, IFNULL(ENGINE, ''), IFNULL(DATA_LENGTH, 0), IFNULL(INDEX_LENGTH, 0), IFNULL(AVG_ROW_LENGTH, 0),
      IFNULL(ROW_FORMAT, ''), IFNULL(CREATE_OPTIONS, ''),
      CONCAT($(in_file_names TABLE_SCHEMA), '/', $(in_file_names TABLE_NAME))
    FROM information_schema.TABLES
    WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE')
      AND ($(of_users TABLE_SCHEMA)
        OR $(as_bytes TABLE_SCHEMA) = 'mysql' AND $(as_bytes TABLE_NAME) NOT IN ($own_tables));
    SHOW WARNINGS;
    SELECT 'trigger', $(quoted TRIGGER_SCHEMA), $(quoted TRIGGER_NAME)
      FROM information_schema.TRIGGERS WHERE $(of_users TRIGGER_SCHEMA)
      ORDER BY $(as_bytes TRIGGER_SCHEMA), $(as_bytes EVENT_OBJECT_TABLE),
        EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER;
    SHOW WARNINGS;
    SELECT 'view', $(as_bytes TABLE_SCHEMA), $(as_bytes TABLE_NAME), $(quoted TABLE_SCHEMA), $(quoted_table)
      FROM information_schema.VIEWS WHERE $(of_users TABLE_SCHEMA);
    SHOW WARNINGS" | to_file known
}

# What has come of such a transaction by now a joiner would never have, and its end is taken for the whole of it.
streaming='a transaction is open that is replicated in fragments (wsrep_trx_fragment_size)'

ask_donor() {
  local line kind rest answer
  plugins=() system_tables=()
  answer=$(on_donor -e "$donor_session
    SELECT 'server', VERSION(), REPLACE(@@GLOBAL.gtid_binlog_state, '\n', ''),
      @@GLOBAL.gtid_binlog_pos, @@GLOBAL.gtid_slave_pos;
    SELECT 'fragments', COUNT(*) FROM mysql.wsrep_streaming_log;
    SELECT 'written', $written_sql;
    SELECT 'plugin', name, dl FROM mysql.plugin;
    $system_tables_sql")
  while IFS= read -r line; do
    read_row "$line"
    case $kind in
      server) IFS=$mark read -r donor_version binlog_state binlog_pos slave_pos <<<"$rest" ;;
      fragments) [ "$rest" = 0 ] || fail "$streaming" ;;
      written) gcache_began="${rest%.*} $SECONDS" ;;
      plugin) plugins+=("$rest") ;;
      system) system_tables+=("$rest") ;;
    esac
  done <<<"$answer"
  [ -n "$donor_version" ] || fail "the donor doesn't say what it is"
}
