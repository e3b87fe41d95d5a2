# Tells balancers what this node is, for as long as its server runs (stateAgent/); ends when that has let go of all
# their connections, as USR1 asks it to. Runs beside the node's own shell.
tell_state() {
  local agent=''
  # For transfers by rsync or mariabackup an image needs none, and a cluster that was exported has no balancer.
  [ -e "$state_agent" ] && command -v perl >/dev/null || return 0
  trap '[ -z "$agent" ] || kill -USR1 "$agent" 2>/dev/null || true' USR1
  trap '[ -z "$agent" ] || { kill -KILL "$agent"; wait "$agent"; } 2>/dev/null || true; exit 0' TERM
  while :; do
    perl "$state_agent" "$balancer_port" "$member_port" /run/mysqld/mysqld.sock "$run" 9<&- &
    agent=$!
    if await_child "$agent"; then return 0; fi
    agent=''
    pause 1
  done
}

# Balancers hear of it before the server does, and lead nobody here any more; what is open to them gets its time to
# end. Where none has ever asked nothing is waited for.
end_after_balancers() {
  local tries
  for ((tries = 0; tries < 140; tries++)); do
    kill -0 "$2" 2>/dev/null || break
    pause 0.05
  done
  kill -TERM "$1" 2>/dev/null || true
}
