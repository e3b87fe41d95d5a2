#!/bin/bash
# State transfer by logical dump, run by the donor's server: reads everything from the local server and loads it
# into the joiner, which is up, takes SQL and isn't in service yet. The position is set by a client of its own
# and only after every other step has succeeded, so a transfer that broke can't leave a joiner that looks whole.
#
# All of it sees one state: the donor holds its applier while this runs, or, from the servers on that pass --role, its
# tables when asked to (hold_donor). With --bypass the joiner will get the missing writesets themselves (IST) and only
# needs to know where it stands.
#
# Arguments: sql/wsrep_sst.cc, sst_donate_mysqldump() or sst_donate_other(). The account is the option file's wsrep-sst-auth, user:password.
set -Eeuo pipefail
umask 077

say() { printf 'galera-sst: %s\n' "$*" >&2; }

# What watch_joiner found is the cause of whatever else failed then.
verdict() {
  if [ -n "${work-}" ] && [ -e "$work/silent" ]; then
    say "failed: the joiner $joiner_host doesn't answer any more"
  else
    say "failed: $*"
  fi
}

fail() {
  verdict "$*"
  exit 1
}

defaults_file='' address='' port='' socket='' gtid='' gtid_domain='' bypass='' role='' datadir=''
while [ $# -gt 0 ]; do
  case $1 in
    --defaults-file | --address | --port | --socket | --gtid | --gtid-domain-id | --role | --datadir) [ $# -gt 1 ] || fail "$1 has no value" ;;
  esac
  case $1 in
    --defaults-file) defaults_file=${2-} && shift ;;
    --address) address=${2-} && shift ;;
    --port) port=${2-} && shift ;;
    --socket) socket=${2-} && shift ;;
    --gtid) gtid=${2-} && shift ;;
    --gtid-domain-id) gtid_domain=${2-} && shift ;;
    --role) role=${2-} && shift ;;
    --datadir) datadir=${2-} && shift ;;
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

# The server's own authority, where it speaks TLS; the joiner has to prove itself by it.
ca=$(sed -n 's/^ssl-ca=//p' "$defaults_file")

# The password goes through a descriptor: never an argument, never a file. TLS is for the joiner; the local server is
# reached by its socket.
local_account() { printf '[client]\nuser=%s\npassword=%s\nskip-ssl\n' "$user" "$password"; }

account() {
  printf '[client]\nuser=%s\npassword=%s\n' "$user" "$password"
  [ -z "$ca" ] || printf 'ssl-ca=%s\nssl-verify-server-cert\n' "$ca"
}

on_joiner() {
  mariadb --defaults-file=<(account) --protocol=tcp --host="$joiner_host" --port="$joiner_port" \
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

# What the joiner has, and the statements that undo what is relaxed while it loads.
ask_joiner() {
  local line kind rest answer
  answer=$(on_joiner -e "SET SESSION wsrep_on = OFF, group_concat_max_len = 1073741824;
    SELECT CONCAT_WS(CHAR(31), 'server', VERSION(), @@thread_pool_size, @@log_bin, @@GLOBAL.gtid_slave_pos);
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
      server) IFS=$mark read -r joiner_version joiner_cpus joiner_log_bin joiner_slave_pos <<<"$rest" ;;
      restore) restore=$rest ;;
      database) joiner_databases+=("$rest") ;;
      plugin) joiner_plugins[$rest]=yes ;;
      system) joiner_system[${rest%"$mark"*}]=${rest#*"$mark"} ;;
    esac
  done <<<"$answer"
  [ -n "$restore" ] || fail "the joiner doesn't say how it is set"
}

# What there is to transfer. A nullable column goes as two fields, whether it is NULL and its value, since the
# client prints NULL as a word. Beside such a column a key that counts up is set from a variable as well: else LOAD DATA
# takes its 0 for "the next one". A FLOAT goes as DOUBLE: its own text has fewer digits than it holds.
ask_donor() {
  local line kind rest answer
  answer=$(on_donor -e "$donor_session
    SELECT CONCAT_WS(CHAR(31), 'server', VERSION(), REPLACE(@@GLOBAL.gtid_binlog_state, '\n', ''), @@GLOBAL.gtid_slave_pos);
    SELECT CONCAT_WS(CHAR(31), 'database', SCHEMA_NAME) FROM information_schema.SCHEMATA
      WHERE SCHEMA_NAME NOT IN ($system_databases) ORDER BY 1;
    SELECT CONCAT_WS(CHAR(31), 'plugin', name, dl) FROM mysql.plugin;
    $system_tables_sql;
    SELECT CONCAT_WS(CHAR(31), 'table', TABLE_SCHEMA, TABLE_NAME,
      CONCAT($(quoted TABLE_SCHEMA), '.', $(quoted TABLE_NAME)), TABLE_TYPE, IFNULL(ENGINE, ''), IFNULL(DATA_LENGTH, 0),
      MAX(DATA_TYPE = 'float'),
      GROUP_CONCAT(CONCAT(IF(IS_NULLABLE = 'YES', CONCAT('ISNULL(', quoted_name, '), '), ''),
        IF(DATA_TYPE = 'float', CONCAT('CAST(', quoted_name, ' AS DOUBLE)'), quoted_name)) ORDER BY ORDINAL_POSITION SEPARATOR ', '),
      GROUP_CONCAT(CONCAT(IF(IS_NULLABLE = 'YES', CONCAT('@n', ORDINAL_POSITION, ', '), ''),
        IF(by_variable, CONCAT('@v', ORDINAL_POSITION), quoted_name))
        ORDER BY ORDINAL_POSITION SEPARATOR ', '),
      IFNULL(GROUP_CONCAT(IF(by_variable, CONCAT(quoted_name, ' = ', IF(IS_NULLABLE = 'YES',
        CONCAT('IF(@n', ORDINAL_POSITION, ', NULL, @v', ORDINAL_POSITION, ')'), CONCAT('@v', ORDINAL_POSITION))), NULL) ORDER BY ORDINAL_POSITION SEPARATOR ', '), ''),
      IFNULL(MAX(IF(COLUMN_KEY = 'PRI' AND DATA_TYPE LIKE '%int', quoted_name, NULL)), ''), SUM(COLUMN_KEY = 'PRI'))
    FROM information_schema.TABLES JOIN (SELECT *, $(quoted COLUMN_NAME) AS quoted_name,
      IS_NULLABLE = 'YES' OR EXTRA LIKE '%auto_increment%' AND
        MAX(IS_NULLABLE = 'YES') OVER (PARTITION BY TABLE_SCHEMA, TABLE_NAME) AS by_variable FROM information_schema.COLUMNS
      WHERE IS_GENERATED = 'NEVER' AND TABLE_SCHEMA NOT IN ($system_databases)) AS c USING (TABLE_SCHEMA, TABLE_NAME)
    WHERE TABLE_SCHEMA NOT IN ($system_databases) AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')
    GROUP BY TABLE_SCHEMA, TABLE_NAME ORDER BY DATA_LENGTH DESC;
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
      server) IFS=$mark read -r donor_version binlog_state slave_pos <<<"$rest" ;;
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

# The servers that pass --role let go of their applier as soon as this script runs: writes would go on, each stream would
# see another state, and the joiner would get twice what is newer than --gtid. Asked to, they hold all tables until this
# script ends, and say in a file where they stand (sst_flush_tables() in sql/wsrep_sst.cc). The older ones mustn't be asked.
hold_donor() {
  [ "$role" = donor ] || return 0
  local position=$datadir/tables_flushed
  rm -f "$position" "$datadir/sst_error"
  printf 'flush tables\n'
  until [ -r "$position" ]; do
    [ ! -e "$datadir/sst_error" ] || fail "the donor couldn't hold its tables"
    sleep 0.05
  done
  read -r gtid gtid_domain <"$position"
  rm -f "$position"
  [[ $gtid =~ ^[0-9a-f-]{36}:[0-9]+$ ]] || fail "the donor holds its tables at '$gtid'"
}

# The processes below one, itself last.
family() {
  local parent=$1 stat pid rest
  for stat in /proc/[0-9]*/stat; do
    # The name in brackets may hold anything.
    { rest=$(<"$stat"); } 2>/dev/null || continue
    pid=${rest%% *} rest=${rest##*) }
    rest=${rest#* }
    [ "${rest%% *}" != "$parent" ] || family "$pid"
  done
  printf '%s\n' "$parent"
}

# A joiner that is cut off or stands still lets the clients wait for many minutes, and the donor with them: TCP has
# patience. When several new connections in a row get no answer, every client is ended.
watch_joiner() {
  local silent=0 answer pid self=$BASHPID
  while sleep 1; do
    kill -0 $$ 2>/dev/null || return 0
    answer=$(timeout 5 mariadb --defaults-file=<(account) --protocol=tcp --host="$joiner_host" --port="$joiner_port" \
      --connect-timeout=3 -e 'DO 1' 2>&1) && answer='' || answer="$? $answer"
    # Whatever the server says is an answer; 2xxx are the client's own errors, 124 is the time-out's.
    if [[ ! $answer =~ ^124|ERROR\ 2[0-9]{3} ]]; then
      silent=0
      continue
    fi
    silent=$((silent + 1))
    if [ "$silent" -ge 3 ]; then
      : >"$work/silent"
      for pid in $(family $$); do
        [ "$pid" = $$ ] || [ "$pid" = "$self" ] || kill -KILL "$pid" 2>/dev/null || true
      done
      return 0
    fi
  done
}

option() { sed -n '/^\[galera-sst\]/,/^\[/s/^'"$1"'=//p' "$defaults_file"; }

# As many streams as the weaker side has processors, given 64 MB of memory for each.
count_streams() {
  local cpus kilobytes
  streams=$(option streams)
  [[ $streams =~ ^[1-9][0-9]?$ ]] && return
  [ -z "$streams" ] || fail "streams=$streams in '$defaults_file' is no number from 1 to 99"
  cpus=$(nproc)
  streams=$((joiner_cpus < cpus ? joiner_cpus : cpus))
  while read -r name kilobytes rest; do
    if [ "$name" = MemAvailable: ] && [ $((kilobytes / 65536)) -lt "$streams" ]; then streams=$((kilobytes / 65536)); fi
  done </proc/meminfo
  streams=$((streams < 2 ? 2 : streams > 16 ? 16 : streams))
}

# Nobody is served by the joiner yet: what is relaxed here is restored, and flushed, before its position is set.
prepare_joiner() {
  local database entry
  printf '%s\nSET GLOBAL innodb_flush_log_at_trx_commit = 0, innodb_stats_auto_recalc = OFF, local_infile = ON,
    max_allowed_packet = 1073741824, general_log = OFF, slow_query_log = OFF;\n' "$joiner_session"
  # What an earlier life left would make it differ.
  for database in "${joiner_databases[@]}"; do printf 'DROP DATABASE %s;\n' "$database"; done
  for entry in "${plugins[@]}"; do
    [ -n "${joiner_plugins[${entry%"$mark"*}]-}" ] || printf "INSTALL PLUGIN %s SONAME '%s';\n" "${entry%"$mark"*}" "${entry#*"$mark"}"
  done
}

# A table may take its defaults from a sequence of any database.
dump_schema() {
  local entry ignored=()
  prepare_joiner
  [ "${#databases[@]}" -gt 0 ] || return 0
  for entry in "${views[@]}"; do
    IFS=$mark read -r database name rest <<<"$entry"
    ignored+=("--ignore-table=$database.$name")
  done
  if [ "${#sequences[@]}" -gt 0 ]; then
    dump --no-create-info --no-data --skip-triggers --databases "${databases[@]}"
    for entry in "${sequences[@]}"; do
      database=${entry%"$mark"*} name=${entry#*"$mark"}
      printf 'USE `%s`;\n' "${database//\`/\`\`}"
      dump --skip-triggers -- "$database" "$name"
      ignored+=("--ignore-table=$database.$name")
    done
  fi
  dump --no-data --skip-triggers "${ignored[@]}" --databases "${databases[@]}"
}

add_job() {
  job_what+=("$1") job_bytes+=("$2") job_tables+=("$3") job_call+=("$4") job_from+=("${5-}")
  total_bytes=$((total_bytes + $2)) total_tables=$((total_tables + $3))
}

# Large tables go by LOAD DATA, whose text the joiner reads at a quarter of what an INSERT costs it, one stream a table; one
# that would keep a stream busy alone goes in ranges of its key. Small ones go many at a time, as a dump.
plan_jobs() {
  local index database name table type engine bytes float rest small all=0 largest pending='' pending_bytes=0 pending_count=0 batch_database=''
  small=$(option dump-below)
  small=${small:-1048576}
  for rest in "${tables[@]}"; do
    IFS=$mark read -r database name table type engine bytes rest <<<"$rest"
    all=$((all + bytes))
  done
  largest=$((all / streams > 16777216 ? all / streams : 16777216))
  for index in "${!tables[@]}"; do
    IFS=$mark read -r database name table type engine bytes float rest <<<"${tables[index]}"
    case $engine in MRG_MyISAM | FEDERATED | CONNECT | OQGRAPH | SPIDER | BLACKHOLE) continue ;; esac
    if [ "$type" = 'SYSTEM VERSIONED' ] || { [ "$bytes" -lt "$small" ] && [ "$float" = 0 ]; }; then
      if [ "$batch_database" != "$database" ] || [ "$pending_bytes" -gt 8388608 ] || [ "$pending_count" -ge 50 ]; then
        [ "$pending_count" = 0 ] || add_job "tables of $batch_database" "$pending_bytes" "$pending_count" send_dump "$batch_database$pending"
        batch_database=$database pending='' pending_bytes=0 pending_count=0
      fi
      pending+=$mark$name pending_bytes=$((pending_bytes + bytes)) pending_count=$((pending_count + 1))
    elif [ "$bytes" -gt "$largest" ]; then
      plan_ranges "$index" "$table" "$bytes" "$largest"
    else
      add_job "$table" "$bytes" 1 send_rows "$index$mark"
    fi
  done
  [ "$pending_count" = 0 ] || add_job "tables of $batch_database" "$pending_bytes" "$pending_count" send_dump "$batch_database$pending"
}

plan_ranges() {
  local index=$1 table=$2 bytes=$3 largest=$4 fields key parts ends low high part bound where previous=''
  IFS=$mark read -ra fields <<<"${tables[index]}"
  key=${fields[10]-} parts=$((bytes * 3 / largest + 1))
  if [ -n "$key" ] && [ "${fields[11]}" = 1 ]; then
    ends=$(on_donor -e "$donor_session SELECT CONCAT(MIN($key), ' ', MAX($key)) FROM $table")
    read -r low high <<<"$ends"
  fi
  if [[ ! ${low-} =~ ^-?[0-9]{1,17}$ ]] || [[ ! ${high-} =~ ^-?[0-9]{1,17}$ ]] || [ $((high - low)) -lt "$parts" ]; then
    add_job "$table" "$bytes" 1 send_rows "$index$mark"
    return
  fi
  for ((part = 1; part <= parts; part++)); do
    # Open at both ends: nothing can lie outside.
    bound=$((low + (high - low) / parts * part)) where=''
    [ -z "$previous" ] || where="$key >= $previous"
    [ "$part" = "$parts" ] || where="${where:+$where AND }$key < $bound"
    add_job "$table" "$((bytes / parts))" "$((part == parts))" send_rows "$index$mark$where"
    previous=$bound
  done
}

# The server takes whatever it is sent by LOAD DATA LOCAL and only warns: any warning, and the table is sent again as a dump.
send_rows() {
  local index=${1%%"$mark"*} where=${1#*"$mark"} fields warnings bulk=''
  # Into an empty table InnoDB then sorts the rows and builds each index at once. It locks the table, so not for ranges.
  # https://mariadb.com/kb/en/server-system-variables/#unique_checks
  [ -n "$where" ] || bulk='SET SESSION unique_checks = 0;'
  IFS=$mark read -ra fields <<<"${tables[index]}"
  warnings=$(on_donor_data <<<"$donor_session $data_session
    SELECT ${fields[7]} FROM ${fields[2]} ${where:+WHERE $where};" |
    on_joiner --local-infile 3<&0 < <(printf '%s' "$joiner_session $bulk $data_session
      LOAD DATA LOCAL INFILE '/dev/fd/3' INTO TABLE ${fields[2]} CHARACTER SET binary (${fields[8]}) ${fields[9]:+SET ${fields[9]}};
      SHOW WARNINGS LIMIT 1;")) || return
  [ -z "$warnings" ] || printf '%s\n' "$index$mark$warnings" >>"$work/doubtful"
}

# A dump's own prologue would forbid the dates that ALLOW_INVALID_DATES let in.
send_dump() {
  local names versions=''
  [ "${#history[@]}" = 0 ] || versions='SET SESSION system_versioning_insert_history = ON;'
  IFS=$mark read -ra names <<<"$1"
  { printf '%s\nUSE `%s`;\n' "$joiner_session $data_session SET NAMES utf8mb4; $versions" "${names[0]//\`/\`\`}" &&
    dump "${history[@]}" --compact --no-create-info --skip-triggers -- "${names[@]}"; } | on_joiner --binary-mode
}

send_again() {
  local index warnings fields told=()
  [ -e "$work/doubtful" ] || return 0
  while IFS=$mark read -r index warnings; do
    [ -z "${told[index]-}" ] || continue
    told[index]=yes
    IFS=$mark read -ra fields <<<"${tables[index]}"
    say "note: ${fields[2]} is sent again, as a dump: ${warnings//$'\t'/ }"
    on_joiner -e "$joiner_session TRUNCATE TABLE ${fields[2]}"
    send_dump "${fields[0]}$mark${fields[1]}"
  done <"$work/doubtful"
}

# Accounts, routines and events lie in tables of the mysql database. Where both sides' tables are alike, or the joiner is
# newer, the joiner's stay and take the rows.
send_system_tables() {
  local entry name same=() whole=() same_version=''
  [ "${donor_version%.*}" != "${joiner_version%.*}" ] || same_version=yes
  { printf '%s\nUSE mysql;\n' "$joiner_session"
    for entry in "${system_tables[@]}"; do
      name=${entry%"$mark"*}
      if [ -n "${joiner_system[$name]-}" ] && { [ -z "$same_version" ] || [ "${joiner_system[$name]}" = "${entry#*"$mark"}" ]; }; then
        same+=("$name")
        printf 'DELETE FROM `%s`;\n' "$name"
      else
        whole+=("$name")
      fi
      unset "joiner_system[$name]"
    done
    if [ -n "$same_version" ]; then
      for name in "${!joiner_system[@]}"; do printf 'DROP TABLE `%s`;\n' "$name"; done
    fi
    # Without --events the data of mysql.event is skipped.
    dump --events --no-create-info --complete-insert --skip-triggers mysql "${same[@]}" &&
      { [ "${#whole[@]}" = 0 ] || dump --events --skip-triggers mysql "${whole[@]}"; }
  } | on_joiner --binary-mode
}

start_job() {
  local number=$1
  set -m
  (
    trap - ERR EXIT
    status=0
    "${job_call[number]}" "${job_from[number]}" 2>"$work/$number.err" || status=$?
    printf '%s %s\n' "$number" "$status" >&4
  ) &
  set +m
  running[number]=$!
}

end_jobs() {
  local pid
  for pid in "${running[@]}"; do kill -KILL -- "-$pid" 2>/dev/null || true; done
  for pid in "${running[@]}"; do wait "$pid" 2>/dev/null || true; done
  running=()
}

fail_job() {
  local cause=''
  end_jobs
  while IFS= read -r line; do
    printf '%s\n' "$line" >&2
    # The client prints the statement before its error.
    case $line in 'ERROR '* | mariadb*) cause=${cause:-$line} ;; esac
  done <"$work/$1.err"
  trap - ERR
  fail "sending ${job_what[$1]}: ${cause:-a stream ended with status $2}"
}

# Starts the next job whenever one ends; the first that fails ends them all.
run_jobs() {
  local next=0 number status done_bytes=0 done_tables=0 told=0 now
  while [ "$next" -lt "${#job_what[@]}" ] || [ "${#running[@]}" -gt 0 ]; do
    while [ "$next" -lt "${#job_what[@]}" ] && [ "${#running[@]}" -lt "$streams" ]; do
      start_job "$next"
      next=$((next + 1))
    done
    if ! read -r -t 5 -u 4 number status; then
      # A stream that something else killed reports nothing.
      for number in "${!running[@]}"; do kill -0 "${running[number]}" 2>/dev/null || fail_job "$number" unknown; done
      continue
    fi
    [ "$status" = 0 ] || fail_job "$number" "$status"
    wait "${running[number]}" || true
    unset "running[$number]"
    done_bytes=$((done_bytes + job_bytes[number])) done_tables=$((done_tables + job_tables[number]))
    now=${EPOCHREALTIME/[.,]/}
    if [ $((now - told)) -ge 500000 ] || [ "$next$done_bytes" = "${#job_what[@]}$total_bytes" ]; then
      told=$now
      say "progress: joiner=$joiner_host tables=$done_tables/$total_tables bytes=$done_bytes/$total_bytes" \
        "rate=$((done_bytes * 1000000 / (now - began + 1))) seconds=$(((now - began) / 1000000))"
    fi
  done
}

# Triggers would have changed the rows on their way in.
dump_triggers() {
  local entry
  for entry in "${triggers[@]}"; do
    printf 'USE `%s`;\n' "${entry%%"$mark"*}"
    dump --no-create-info --no-data --triggers -- "${entry%%"$mark"*}" "${entry#*"$mark"}"
  done
}

# Views may build on each other across databases: first a stand-in of each with the right columns, then the views.
dump_views() {
  local entry database name view columns
  for entry in "${views[@]}"; do
    IFS=$mark read -r database name view columns <<<"$entry"
    [ -z "$columns" ] || printf 'CREATE OR REPLACE VIEW %s AS SELECT %s;\n' "$view" "$columns"
  done
  for entry in "${views[@]}"; do
    IFS=$mark read -r database name view columns <<<"$entry"
    [ -n "$columns" ] || continue
    printf 'USE `%s`;\n' "${database//\`/\`\`}"
    dump --skip-triggers -- "$database" "$name"
  done
}

# Views that the donor itself can't read, in rounds since one may need another. No server makes a view whose tables,
# columns or functions are gone: those stay out, and are named.
send_broken_views() {
  local entry database name view columns text left=() again=() error
  for entry in "${views[@]}"; do [ "${entry%"$mark"}" = "$entry" ] || left+=("$entry"); done
  while [ "${#left[@]}" -gt 0 ]; do
    again=()
    for entry in "${left[@]}"; do
      IFS=$mark read -r database name view columns <<<"$entry"
      text=$(on_donor "$database" -e "$donor_session SHOW CREATE VIEW $view")
      text=${text#"$name"$'\t'} text=${text%$'\t'*}
      on_joiner "$database" <<<"$joiner_session ${text%$'\t'*};" 2>"$work/view.err" || again+=("$entry")
    done
    if [ "${#again[@]}" = "${#left[@]}" ]; then break; fi
    left=("${again[@]}")
  done
  for entry in "${again[@]}"; do
    IFS=$mark read -r database name view columns <<<"$entry"
    text=$(on_donor "$database" -e "$donor_session SHOW CREATE VIEW $view")
    text=${text#"$name"$'\t'} text=${text%$'\t'*}
    if error=$(on_joiner "$database" <<<"$joiner_session ${text%$'\t'*};" 2>&1); then continue; fi
    error=${error##*ERROR }
    [[ $error =~ ^(1049|1054|1146|1305|1356) ]] || fail "making the view $view: ERROR $error"
    say "warning: the view $view is left out: ERROR $error"
  done
}

# The rest, after which the joiner is as the donor: the optimizer's figures, the accounts, its own settings, all on disk.
finish_joiner() {
  printf '%s\nUSE mysql;\nDELETE FROM innodb_table_stats;\nDELETE FROM innodb_index_stats;\n' "$joiner_session"
  dump --no-create-info --skip-triggers mysql innodb_table_stats innodb_index_stats
  printf 'FLUSH PRIVILEGES;\n'
  [ "$slave_pos" = "$joiner_slave_pos" ] || printf "SET GLOBAL gtid_slave_pos = '%s';\n" "$slave_pos"
  # Where both write a binlog, the joiner's starts over with the donor's GTID state.
  [ "$joiner_log_bin" != ON ] || printf "SET GLOBAL wsrep_on = OFF; RESET MASTER;
    SET GLOBAL gtid_binlog_state = '%s'; SET GLOBAL wsrep_on = ON;\n" "$binlog_state"
  printf '%s\nFLUSH TABLES;\nFLUSH ENGINE LOGS;\n' "$restore"
}

joiner_variable() {
  local line
  line=$(on_joiner -e "SHOW GLOBAL VARIABLES LIKE '$1'")
  printf '%s\n' "${line#*$'\t'}"
}

set_position() {
  local domain='' gtid_mode
  if [ -n "$gtid_domain" ]; then
    gtid_mode=$(joiner_variable wsrep_gtid_mode)
    [ "$gtid_mode" != ON ] || domain="SET GLOBAL wsrep_gtid_domain_id = $gtid_domain;"
  fi
  on_joiner -e "$domain SET GLOBAL wsrep_start_position = '$gtid';"
}

transfer() {
  work=$(mktemp -d)
  trap 'end_jobs; kill "$watcher" 2>/dev/null || true; rm -rf "$work"' EXIT
  watch_joiner >/dev/null &
  watcher=$!
  step="holding the donor's tables"
  hold_donor
  step='reading what the donor and the joiner hold'
  ask_joiner
  ask_donor
  [ -z "${donor_version##10.[4-9].*}" ] || history=(--dump-history)
  count_streams
  mkfifo "$work/ended"
  exec 4<>"$work/ended"
  plan_jobs
  say "progress: joiner=$joiner_host tables=0/$total_tables bytes=0/$total_bytes rate=0 seconds=0 streams=$streams"
  step='making the databases and tables'
  dump_schema | on_joiner --binary-mode
  # Before the rows: a transfer that breaks later leaves the account that the next one logs in with.
  step='sending the system tables'
  send_system_tables
  step='sending the rows'
  run_jobs
  send_again
  step='making triggers and views'
  if [ "${#triggers[@]}" -gt 0 ] || [ "${#views[@]}" -gt 0 ]; then
    { printf '%s\n' "$joiner_session" && dump_triggers && dump_views; } | on_joiner --binary-mode
    send_broken_views
  fi
  step='sending what comes last'
  finish_joiner | on_joiner --binary-mode
}

declare -A joiner_plugins joiner_system
joiner_databases=() databases=() plugins=() system_tables=() tables=() sequences=() triggers=() views=()
job_what=() job_bytes=() job_tables=() job_call=() job_from=() running=() history=()
joiner_version='' joiner_cpus='' joiner_log_bin='' joiner_slave_pos='' restore=''
watcher='' donor_version='' binlog_state='' slave_pos='' streams='' work='' total_bytes=0 total_tables=0

# A subshell's failure ends the shell above it, which says it once.
trap '[ "$BASHPID" != $$ ] || verdict "$step ended with status $?"' ERR
trap 'exit 143' TERM INT HUP

step='reading what the donor and the joiner hold'
began=${EPOCHREALTIME/[.,]/}
if [ -n "$bypass" ]; then
  say "started: method=ist joiner=$joiner_host position=$gtid"
else
  say "started: method=mysqldump joiner=$joiner_host position=$gtid"
  transfer
fi
step='setting the position'
set_position
say "done: joiner=$joiner_host seconds=$(((${EPOCHREALTIME/[.,]/} - began) / 1000000)) bytes=$total_bytes"
# The server reads the transferred position here.
printf 'done %s %s\n' "$gtid" "$gtid_domain"
