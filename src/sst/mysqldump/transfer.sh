# A server of 10.x runs a script that failed twice more (sql/wsrep_sst.cc, sst_run_shell()), a second after its end, and
# each time for as long as the first. The joiner is to know at once: it asks again by itself, at a later position.
last_failure=${TMPDIR:-/tmp}/galera-sst-failed

failed_just_now() {
  local host='' position='' at=0
  read -r host position at 2>/dev/null <"$last_failure" || true
  [ "$host $position" = "$joiner_host $gtid" ] && [ $((EPOCHSECONDS - at)) -lt 10 ]
}

# What one that was killed has left: it has rows of the mysql database in it.
remove_left() {
  local left pid
  for left in "${TMPDIR:-/tmp}"/galera-sst-work.*; do
    pid=${left#*galera-sst-work.} pid=${pid%%.*}
    [ ! -O "$left" ] || kill -0 "$pid" 2>/dev/null || rm -rf "$left"
  done
}

clean_up() {
  end_mover
  end_holding
  [ -z "$watcher" ] || kill "$watcher" 2>/dev/null || true
  rm -rf "$work"
}

leave() {
  # Where the disk is full the next one begins as if nothing had been.
  if [ -z "$bypass" ]; then
    rm -f "$last_failure"
    [ "$1" = 0 ] || printf '%s\n' "$joiner_host $gtid $EPOCHSECONDS" 2>/dev/null >"$last_failure" || true
  fi
  clean_up
}

# A table isn't any more what the snapshots have. Once, from the start, with nobody let in between.
begin_again() {
  say "note: $1 was altered meanwhile: the transfer begins again, and holds the donor until everything is read"
  trap - ERR EXIT
  clean_up
  GALERA_SST_HOLDING=held GALERA_SST_RESTORE=$restore exec bash "$0" "${given[@]}"
}

transfer() {
  watch_joiner >/dev/null &
  watcher=$!
  step='reading what the donor and the joiner hold'
  ask_joiner
  count_streams
  small=$(option dump-below)
  small=${small:-1048576}
  note_connections
  start_mover
  until_mover_says ready
  [ "$holding" != released ] || read_schema_before
  step="holding the donor's tables"
  hold_donor
  order_mover open
  step='reading what the donor and the joiner hold'
  read_held
  [ "$holding" != released ] || let_donor_go
  read_counters
  say "progress: method=mysqldump joiner=$joiner_host tables=0/$total_tables bytes=0/$total_bytes" \
    "rate=0 seconds=0 streams=$streams"
  # The system tables before the rows: a transfer that breaks later leaves the account that the next one logs in with.
  step='making the databases, tables and accounts'
  { make_schema && cat "$work/system.sql" && send_others; } | on_joiner
  rm -f "$work/system.sql" "$work/others.sql"
  step='sending the rows'
  move_rows
  step='making triggers and views'
  send_objects
  send_checks
  send_broken_views
  step='sending what comes last'
  finish_joiner | on_joiner
  [ "$holding" = released ] || let_donor_go
}

declare -A joiner_plugins joiner_system sent_system
joiner_databases=() joiner_sequences=() plugins=() system_tables=()
joiner_version='' joiner_cpus='' joiner_log_bin='' joiner_slave_pos='' joiner_forever='' restore=''
watcher='' ticker='' mover='' said='' holder='' holders='' hold='' donor_version='' binlog_state=''
binlog_pos='' slave_pos='' streams='' small='' work='' total_bytes=0 total_tables=0 told=0 told_percent=-1
# Where this script holds the donor: only until the snapshots are there, or to the end.
holding=held
[ "$role" != donor ] || [ "$(option hold)" = to-the-end ] || holding=${GALERA_SST_HOLDING:-released}

# A subshell's failure ends the shell above it, which says it once.
trap '[ "$BASHPID" != $$ ] || verdict "$step ended with status $?"' ERR
trap 'exit 143' TERM INT HUP

step='reading what the donor and the joiner hold'
began=${EPOCHREALTIME/[.,]/}
if [ -z "$bypass" ] && failed_just_now; then exit 1; fi
remove_left
work=$(mktemp -d "${TMPDIR:-/tmp}/galera-sst-work.$$.XXXXXX")
errors=$work/errors
trap 'leave $?' EXIT
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
