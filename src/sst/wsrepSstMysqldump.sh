#!/bin/bash
# State transfer by logical dump, run by the donor's server: reads everything from the local server and loads it
# into the joiner, which is up, takes SQL and isn't in service yet. The position is set by a client of its own
# and only after every other step has succeeded, so a transfer that broke can't leave a joiner that looks whole.
#
# The donor holds its applier while this runs, so all of it sees one state. With --bypass the joiner will get
# the missing writesets themselves (IST) and only needs to know where it stands.
#
# Arguments: sql/wsrep_sst.cc, sst_donate_mysqldump(). The account is the option file's wsrep-sst-auth, user:password.
set -Eeuo pipefail
umask 077

say() { printf 'galera-sst: %s\n' "$*" >&2; }

fail() {
  say "failed: $*"
  exit 1
}

defaults_file='' address='' port='' socket='' gtid='' gtid_domain='' bypass=''
while [ $# -gt 0 ]; do
  case $1 in
    --defaults-file | --address | --port | --socket | --gtid | --gtid-domain-id) [ $# -gt 1 ] || fail "$1 has no value" ;;
  esac
  case $1 in
    --defaults-file) defaults_file=${2-} && shift ;;
    --address) address=${2-} && shift ;;
    --port) port=${2-} && shift ;;
    --socket) socket=${2-} && shift ;;
    --gtid) gtid=${2-} && shift ;;
    --gtid-domain-id) gtid_domain=${2-} && shift ;;
    --bypass) bypass=yes ;;
    --mysqld-args) break ;;
  esac
  shift
done
[[ $address =~ ^([A-Za-z0-9.-]+)(:([0-9]+))?$ ]] || fail "no joiner's address in '$address'"
joiner_host=${BASH_REMATCH[1]}
joiner_port=${port:-${BASH_REMATCH[3]}}
[[ $joiner_port =~ ^[0-9]+$ ]] || fail "no joiner's port in '$joiner_port'"
[[ $gtid =~ ^[0-9a-f-]{36}:-?[0-9]+(,[0-9-]+)?$ ]] || fail "no position in '$gtid'"
[[ $gtid_domain =~ ^[0-9]*$ ]] || fail "no GTID domain in '$gtid_domain'"
[ -n "$socket" ] || fail 'no socket of the local server'
auth=$(sed -n 's/^wsrep-sst-auth=//p' "$defaults_file") || fail "the option file '$defaults_file' can't be read"
[ -n "$auth" ] || fail "no wsrep-sst-auth in '$defaults_file'"
user=${auth%%:*}
password=${auth#*:}

# The password goes through a descriptor: never an argument, never a file.
account() { printf '[client]\nuser=%s\npassword=%s\n' "$user" "$password"; }

on_joiner() {
  mariadb --defaults-file=<(account) --protocol=tcp --host="$joiner_host" --port="$joiner_port" \
    --connect-timeout=10 --skip-reconnect --max-allowed-packet=1G --default-character-set=utf8mb4 \
    --skip-column-names --batch "$@"
}

on_donor() {
  mariadb --defaults-file=<(account) --socket="$socket" --connect-timeout=10 --default-character-set=utf8mb4 \
    --skip-column-names --batch --raw "$@"
}

dump() {
  mariadb-dump --defaults-file=<(account) --socket="$socket" --single-transaction --skip-lock-tables --quick \
    --extended-insert --create-options --disable-keys --skip-add-locks --skip-comments --hex-blob \
    --max-allowed-packet=1G --default-character-set=utf8mb4 "$@"
}

# SQL strings and names from the donor's catalogue, quoted by the server that knows them.
system_databases="'information_schema', 'performance_schema', 'sys', 'mysql'"

# Tables of the mysql database that belong to one node or can't be written while the server runs. wsrep_cluster and
# wsrep_cluster_members do go over: from them the joiner learns which component it has joined.
own_tables=(general_log slow_log innodb_index_stats innodb_table_stats transaction_registry
  wsrep_allowlist wsrep_streaming_log)

joiner_prologue="SET SESSION wsrep_on = OFF; SET SESSION sql_log_bin = OFF; SET SESSION foreign_key_checks = 0;"

# The joiner may hold databases that the donor doesn't have: what is left of them would make it differ.
drop_joiners_databases() {
  local drops
  drops=$(on_joiner -e "SET SESSION wsrep_on = OFF;
    SELECT CONCAT('DROP DATABASE \`', REPLACE(SCHEMA_NAME, '\`', '\`\`'), '\`;') FROM information_schema.SCHEMATA
    WHERE SCHEMA_NAME NOT IN ($system_databases)")
  printf '%s\n' "$drops"
}

# Lists are read into a variable first: a query that fails has to end the transfer, and in a process
# substitution it would pass for an empty list.
dump_tables() {
  local list databases views view ignored=()
  list=$(on_donor -e "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA
    WHERE SCHEMA_NAME NOT IN ($system_databases) ORDER BY 1")
  [ -n "$list" ] || return 0
  mapfile -t databases <<<"$list"
  list=$(on_donor -e "SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) FROM information_schema.VIEWS
    WHERE TABLE_SCHEMA NOT IN ($system_databases)")
  if [ -n "$list" ]; then
    mapfile -t views <<<"$list"
    for view in "${views[@]}"; do ignored+=("--ignore-table=$view"); done
  fi
  dump --triggers "${ignored[@]}" --databases "${databases[@]}"
}

# Accounts, routines and events lie in tables of the mysql database.
dump_system_tables() {
  local table ignored=()
  for table in "${own_tables[@]}"; do ignored+=("--ignore-table=mysql.$table"); done
  printf 'USE mysql;\n'
  # Without --events the data of mysql.event is skipped.
  dump --events --skip-triggers "${ignored[@]}" mysql
  printf 'FLUSH PRIVILEGES;\n'
}

# Views may build on each other across databases: first a stand-in of each with the right columns, then the views.
dump_views() {
  local databases database list views
  on_donor -e "SET SESSION group_concat_max_len = 1073741824;
    SELECT CONCAT('CREATE OR REPLACE VIEW \`', REPLACE(v.TABLE_SCHEMA, '\`', '\`\`'), '\`.\`',
      REPLACE(v.TABLE_NAME, '\`', '\`\`'), '\` AS SELECT ',
      GROUP_CONCAT('1 AS \`', REPLACE(c.COLUMN_NAME, '\`', '\`\`'), '\`' ORDER BY c.ORDINAL_POSITION), ';')
    FROM information_schema.VIEWS v JOIN information_schema.COLUMNS c USING (TABLE_SCHEMA, TABLE_NAME)
    WHERE v.TABLE_SCHEMA NOT IN ($system_databases) GROUP BY v.TABLE_SCHEMA, v.TABLE_NAME"
  databases=$(on_donor -e "SELECT DISTINCT TABLE_SCHEMA FROM information_schema.VIEWS
    WHERE TABLE_SCHEMA NOT IN ($system_databases)")
  [ -n "$databases" ] || return 0
  while IFS= read -r database; do
    list=$(on_donor "$database" -e 'SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()')
    [ -n "$list" ] || fail "the views of $database are gone"
    mapfile -t views <<<"$list"
    printf 'USE %s;\n' "\`${database//\`/\`\`}\`"
    dump --skip-triggers -- "$database" "${views[@]}"
  done <<<"$databases"
}

joiner_variable() {
  local line
  line=$(on_joiner -e "SHOW GLOBAL VARIABLES LIKE '$1'")
  printf '%s\n' "${line#*$'\t'}"
}

# Where both write a binlog, the joiner's starts over with the donor's GTID state.
carry_gtid_state() {
  local state log_bin
  log_bin=$(joiner_variable log_bin)
  [ "$log_bin" = ON ] || return 0
  state=$(on_donor -e 'SELECT REPLACE(@@GLOBAL.gtid_binlog_state, "\n", "")')
  on_joiner -e "SET GLOBAL wsrep_on = OFF; RESET MASTER; SET GLOBAL gtid_binlog_state = '$state';
    SET GLOBAL wsrep_on = ON;"
}

set_position() {
  local domain='' gtid_mode
  gtid_mode=$(joiner_variable wsrep_gtid_mode)
  if [ -n "$gtid_domain" ] && [ "$gtid_mode" = ON ]; then
    domain="SET GLOBAL wsrep_gtid_domain_id = $gtid_domain;"
  fi
  on_joiner -e "$domain SET GLOBAL wsrep_start_position = '$gtid';"
}

transfer() {
  local general slow
  general=$(joiner_variable general_log)
  slow=$(joiner_variable log_slow_query)
  slow=${slow:-$(joiner_variable slow_query_log)}
  # The logs' tables are in use while the logs are on.
  on_joiner -e 'SET GLOBAL general_log = OFF; SET GLOBAL slow_query_log = OFF;'
  {
    printf '%s\n' "$joiner_prologue"
    drop_joiners_databases
    dump_tables
    dump_system_tables
    dump_views
  } | on_joiner --binary-mode
  on_joiner -e "SET GLOBAL general_log = ${general:-OFF}; SET GLOBAL slow_query_log = ${slow:-OFF};"
  carry_gtid_state
}

trap 'say "failed: line $LINENO ended with status $?: ${BASH_COMMAND%%$'"'\\n'"'*}"' ERR

started=$SECONDS
if [ -n "$bypass" ]; then
  say "started: method=ist joiner=$joiner_host position=$gtid"
else
  say "started: method=mysqldump joiner=$joiner_host position=$gtid"
  transfer
fi
set_position
say "done: joiner=$joiner_host seconds=$((SECONDS - started))"
# The server reads the transferred position here.
printf 'done %s %s\n' "$gtid" "$gtid_domain"
