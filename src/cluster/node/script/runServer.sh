# The server gets the signal that this shell, being process 1, would swallow.
stop_server() {
  local leaving=$teller
  asked_to_stop=yes
  [ -n "$server_pid" ] || return 0
  # Whoever asks a second time waits for nobody.
  teller=''
  if [ -n "$leaving" ] && [ -e "$run/asked" ] && kill -USR1 "$leaving" 2>/dev/null; then
    end_after_balancers "$server_pid" "$leaving" &
  else
    kill -TERM "$server_pid" 2>/dev/null || true
  fi
}

# A donor that loses its quorum while it sends, and so can't tell the group that it has ended, is a donor for good in
# each component that it is in from then on, and sends nobody anything: seen with Galera 26.4.23. It serves nobody
# now; begun anew it is none.
end_stuck_donor() {
  say 'the server could not say that its transfer has ended, and would be a donor for good; ending it to start again'
  : >"$run/hung"
  [ -z "$server_pid" ] || kill -TERM "$server_pid" 2>/dev/null || true
}

# What was marked of the last server says nothing of the next.
forget_last_server() {
  local mark left=()
  for mark in "$marks"/{connected,primary,synced,donating} "$run"/{hung,denied,asked,patience} "$looks"/*; do
    ! is_there "$mark" || left+=("$mark")
  done
  [ "${#left[@]}" = 0 ] || rm -f "${left[@]}"
}

# Its last lines may be the ones that matter. What it has started itself may hold its log open for longer.
await_log_reader() {
  local tries
  for ((tries = 0; tries < 40; tries++)); do
    kill -0 "$1" 2>/dev/null || return 0
    pause 0.05
  done
}

run_server() {
  local position=() status=0 log log_reader listener state_teller
  forget_last_server
  settle_state
  if [ "$seqno" -ge 0 ]; then position=("--wsrep-start-position=$uuid:$seqno"); fi
  if [ -z "$peers" ]; then
    say "bootstrapping from $uuid:$seqno"
    permit_founding
    report bootstrapping
    # A founder receives no transfer. With any method but mysqldump the server connects before it starts InnoDB: sooner,
    # and without the start-up race that watch_start ends; which sets it back, too.
    position+=(--wsrep-new-cluster --wsrep-sst-method=rsync)
  else
    say "joining $peers from $uuid:$seqno"
    report joining
  fi
  # The last part of the pipe that reads runs in this shell of its own.
  exec {log}> >(set +e +o pipefail && shopt -s lastpipe && read_log)
  log_reader=$!
  # No order is for the server.
  mariadbd --defaults-file="$config" --user=mysql --wsrep-provider="$provider" \
    --wsrep-cluster-address="gcomm://$peers" "${position[@]}" 2>&"$log" {log}>&- 9<&- &
  server_pid=$!
  exec {log}>&-
  watch_start "$server_pid" &
  answer_requests &
  listener=$!
  tell_state &
  state_teller=$! teller=$!
  [ -z "$asked_to_stop" ] || stop_server
  await_child "$server_pid" || status=$?
  server_pid=''
  teller=''
  { kill -TERM "$state_teller" && await_child "$state_teller"; } 2>/dev/null || true
  # Orders are for this shell again, which knows nothing of what that one has read since.
  { kill -KILL "$listener" && await_child "$listener"; } 2>/dev/null || true
  begun=''
  await_log_reader "$log_reader"
  return "$status"
}
