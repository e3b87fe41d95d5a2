# Sets answer to what changes while a joiner is being filled, by SST or IST, or catches up with what came meanwhile; to
# nothing where it isn't waiting for any of these.
ask_joiner_state() {
  ask_as_root only "SET SESSION wsrep_on = OFF;
    SELECT GROUP_CONCAT(VARIABLE_VALUE ORDER BY VARIABLE_NAME), (SELECT COUNT(*) FROM information_schema.PROCESSLIST
      WHERE USER = 'galera_sst' OR (USER = 'system user' AND STATE NOT LIKE '%idle'))
    FROM information_schema.GLOBAL_STATUS
    WHERE VARIABLE_NAME IN ('wsrep_last_committed', 'wsrep_ist_receive_seqno_current')
    HAVING (SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS
      WHERE VARIABLE_NAME = 'wsrep_local_state') IN (1, 3)" || true
}

# True when this node's server waits for a state transfer that nobody sends. Galera 26.4.23 can lose one: a donor that
# is done in the moment in which another node connects says so twice, and the group takes the second for the end of
# its next transfer, of which that joiner then hears nothing more. Or one that applies nothing any more: at the end of
# an IST it has come upon "Unsupported WS version: 0" in its own cache, and its appliers have ended.
gets_no_further() {
  local before=$1 address
  [[ $before == *$'\t'0 ]] || return 1
  ask_joiner_state
  [ "$before" = "$answer" ] || return 1
  read_others
  for address in "${others[@]}"; do
    port_is_open "$address" || continue
    ask_status "$address" wsrep_local_state
    [[ $answer =~ [[:space:]][013-6]$ ]] || return 1
  done
}

# It leaves the group, but never ends.
end_lost_joiner() {
  say 'nobody sends the state that the server waits for, or it applies nothing any more; ending it to ask again'
  : >"$run/hung"
  kill -TERM "$1" 2>/dev/null || true
  pause 2
  kill -KILL "$1" 2>/dev/null || true
}

# Waits until the server is Synced; false where it ended before, or is ended because its transfer is lost.
await_synced() {
  local pid=$1 ticks=0 before='' lost=0
  until [ -e "$marks/synced" ]; do
    kill -0 "$pid" 2>/dev/null || return 1
    pause 0.3
    ticks=$((ticks + 1))
    if [ $((ticks % 10)) != 0 ] || [ -z "$peers" ] || [ ! -e "$marks/connected" ]; then continue; fi
    if [ -n "$before" ] && gets_no_further "$before"; then lost=$((lost + 1)); else lost=0; fi
    if [ "$lost" -ge 3 ]; then
      end_lost_joiner "$pid"
      return 1
    fi
    ask_joiner_state
    before=$answer
  done
}

# Lets a founder, which started with another method, receive transfers by the configured one later, and ends a server
# that hangs. With mysqldump as the SST method the server can miss its own becoming Synced while it starts: the
# provider is in service, and the server waits for ever, serves nobody and heeds no SIGTERM (sql/wsrep_mysqld.cc,
# wsrep_init_startup: appliers first, then the wait for the joiner state). Nothing is lost by ending it.
watch_start() {
  local pid=$1 silent=0 status statement='DO 1'
  if [ -z "$peers" ]; then statement="SET GLOBAL wsrep_sst_method = '$sst_method'"; fi
  await_synced "$pid" || return 0
  while kill -0 "$pid" 2>/dev/null; do
    status=0
    ask_as_root with_errors "$statement" || status=$?
    # Any answer of the server will do, a refusal too.
    if [ "$status" -ne 124 ] && [[ $answer != *'ERROR 2002'* ]]; then
      heed_answer "$pid" "$status"
      return 0
    fi
    silent=$((silent + 1))
    pause 1
    if [ "$silent" -ge 3 ]; then
      say 'the server is Synced and serves nobody: a start-up race of its own; ending it to start again'
      : >"$run/hung"
      kill -KILL "$pid" 2>/dev/null || true
      return 0
    fi
  done
}

heed_answer() {
  local pid=$1 status=$2 said=$answer
  if [[ $said == *'ERROR 1045'* ]] && [ -n "$peers" ] && [ -z "$started_over" ] && accounts_are_gone; then
    : >"$run/denied"
    kill -TERM "$pid" 2>/dev/null || true
  elif [ "$status" != 0 ] && [ -z "$peers" ]; then
    say "the SST method could not be set to $sst_method: $said"
  fi
}
