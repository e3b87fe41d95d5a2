# A server of 10.x runs a script that failed twice more (sql/wsrep_sst.cc, sst_run_shell()), a second after its end, and
# each time for as long as the first. The joiner is to know at once: it asks again by itself, at a later position.
last_failure=${TMPDIR:-/tmp}/galera-sst-failed

failed_just_now() {
  local host='' position='' at=0
  read -r host position at 2>/dev/null <"$last_failure" || true
  [ "$host $position" = "$joiner_host $gtid" ] && [ $((EPOCHSECONDS - at)) -lt 10 ]
}

leave() {
  [ "$1" = 0 ] || [ -n "$bypass" ] || printf '%s\n' "$joiner_host $gtid $EPOCHSECONDS" >"$last_failure"
  end_jobs
  end_holding
  [ -z "$watcher" ] || kill "$watcher" 2>/dev/null || true
  [ -z "$ticker" ] || kill "$ticker" 2>/dev/null || true
  rm -rf "$work"
}

transfer() {
  watch_joiner >/dev/null &
  watcher=$!
  step="holding the donor's tables"
  hold_donor
  step='reading what the donor and the joiner hold'
  ask_joiner
  ask_donor
  count_streams
  mkfifo "$work/ended"
  exec 4<>"$work/ended"
  plan_jobs
  say "progress: method=mysqldump joiner=$joiner_host tables=0/$total_tables bytes=0/$total_bytes" \
    "rate=0 seconds=0 streams=$streams"
  step='making the databases and tables'
  make_schema | on_joiner
  # Before the rows: a transfer that breaks later leaves the account that the next one logs in with.
  step='sending the system tables'
  send_system_tables
  step='sending the rows'
  run_jobs
  send_again
  step='making triggers and views'
  if [ "${#triggers[@]}" -gt 0 ] || [ "${#views[@]}" -gt 0 ]; then
    { printf '%s\n' "$joiner_session" && make_triggers && make_views; } | on_joiner
    send_checks
    send_broken_views
  fi
  step='sending what comes last'
  finish_joiner | on_joiner
  let_donor_go
}

declare -A joiner_plugins joiner_system system_numbers collations
joiner_databases=() joiner_sequences=() databases=() plugins=() system_tables=() system_rows=() tables=()
triggers=() views=()
job_what=() job_bytes=() job_tables=() job_call=() job_from=() running=()
joiner_version='' joiner_cpus='' joiner_log_bin='' joiner_slave_pos='' joiner_forever='' restore=''
watcher='' ticker='' holder='' holders='' hold='' donor_version='' binlog_state=''
binlog_pos='' slave_pos='' streams='' work='' total_bytes=0 total_tables=0
job_read=() moved_bytes=0 done_bytes=0 done_tables=0 done_read=0 bytes_per_kilobyte=1024 told=0 told_percent=-1

# A subshell's failure ends the shell above it, which says it once.
trap '[ "$BASHPID" != $$ ] || verdict "$step ended with status $?"' ERR
trap 'exit 143' TERM INT HUP

step='reading what the donor and the joiner hold'
began=${EPOCHREALTIME/[.,]/}
if [ -z "$bypass" ] && failed_just_now; then exit 1; fi
work=$(mktemp -d)
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
