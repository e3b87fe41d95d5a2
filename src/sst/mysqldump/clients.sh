# The server's own authority, where it speaks TLS; the joiner has to prove itself by it.
ca=$(sed -n 's/^ssl-ca=//p' "$defaults_file")

# The password goes through a descriptor: never an argument, never a file. TLS is for the joiner; the local server is
# reached by its socket.
local_account() { printf '[client]\nuser=%s\npassword=%s\nskip-ssl\n' "$user" "$password"; }

account() {
  printf '[client]\nuser=%s\npassword=%s\n' "$user" "$password"
  [ -z "$ca" ] || printf 'ssl-ca=%s\nssl-verify-server-cert\n' "$ca"
}

# With as_process=exec it takes the place of the shell that it is called in.
on_joiner() {
  ${as_process-} mariadb --defaults-file=<(account) --protocol=tcp --host="$joiner_host" --port="$joiner_port" \
    --connect-timeout=10 --skip-reconnect --max-allowed-packet=1G --default-character-set=utf8mb4 \
    --skip-column-names --batch "$@"
}

on_donor() {
  mariadb --defaults-file=<(local_account) --socket="$socket" --connect-timeout=10 --default-character-set=utf8mb4 \
    --skip-column-names --batch --raw "$@"
}

# Rows as the client's batch format has them: a tab between fields, a backslash before what would end one.
on_donor_data() {
  mariadb --defaults-file=<(local_account) --socket="$socket" --connect-timeout=10 --default-character-set=binary --quick \
    --max-allowed-packet=1G --skip-column-names --batch
}

dump() {
  mariadb-dump --defaults-file=<(local_account) --socket="$socket" --single-transaction --skip-lock-tables --quick \
    --extended-insert --create-options --disable-keys --skip-add-locks --skip-comments --hex-blob \
    --max-allowed-packet=1G --default-character-set=utf8mb4 "$@"
}

# What goes out and comes in as bytes: no character set conversion on either side.
data_session="SET NAMES binary; SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES', time_zone = '+00:00';"
donor_session="SET SESSION wsrep_sync_wait = 0, max_statement_time = 0, net_write_timeout = 86400, sql_mode = '',
  group_concat_max_len = 1073741824;"
joiner_session="SET SESSION wsrep_on = OFF; SET SESSION sql_log_bin = OFF, foreign_key_checks = 0,
  check_constraint_checks = 0, net_read_timeout = 86400;"

# https://mariadb.com/kb/en/system-versioned-tables/#system_versioning_insert_history
take_versions='SET SESSION system_versioning_insert_history = ON;'

system_databases="'information_schema', 'performance_schema', 'sys', 'mysql'"

# Tables of the mysql database that belong to one node or are handled apart. wsrep_cluster and wsrep_cluster_members
# do go over: from them the joiner learns which component it has joined.
own_tables="'general_log', 'slow_log', 'transaction_registry', 'wsrep_allowlist', 'wsrep_streaming_log',
  'innodb_index_stats', 'innodb_table_stats', 'gtid_slave_pos'"

# Fields of the lines that the two questions below give; no name has it.
mark=$'\x1f'

# A system table and what its columns are, to know whether rows fit into the other side's table.
system_tables_sql="SELECT CONCAT_WS(CHAR(31), 'system', TABLE_NAME, MD5(GROUP_CONCAT(COLUMN_NAME, COLUMN_TYPE,
    IFNULL(COLLATION_NAME, '') ORDER BY ORDINAL_POSITION)))
  FROM information_schema.TABLES JOIN information_schema.COLUMNS USING (TABLE_SCHEMA, TABLE_NAME)
  WHERE TABLE_SCHEMA = 'mysql' AND TABLE_TYPE = 'BASE TABLE' AND TABLE_NAME NOT IN ($own_tables) GROUP BY TABLE_NAME"

quoted() { printf "CONCAT('\`', REPLACE(%s, '\`', '\`\`'), '\`')" "$1"; }
