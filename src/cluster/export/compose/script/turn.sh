founder='' reason='' said_reason=''

# The same reason is said once.
tell_reason() {
  [ "$said_reason" != "$1" ] || return 0
  said_reason=$1
  say "waits: $1. This node holds $uuid:$seqno ($origin)"
}

# What a human has chosen is a history of its own from here on: the others begin anew with it, whatever they hold. A
# node that holds more of the old one would pass for one of this later on, once this had come as far.
begin_new_history() {
  read -r uuid </proc/sys/kernel/random/uuid
  rm -f "$data/galera.cache"
  write_durably "$data/grastate.dat" "$(grastate_of "$uuid" "$seqno" 1)"
  origin=grastate
}

# True once this node may found: by the rules, or by a human's choice. One at a time decides, by descriptor 7, and who
# is to found says so before the next one does.
may_found() {
  local founds=1
  exec 7>>"$guard/decision.lock"
  flock 7
  read_members
  decide
  [ -z "$founder" ] || reason="$founder goes first"
  if [ "$founder" = "$node_name" ]; then
    founds=0
  elif [ "$chosen" = "$node_name@$uuid:$seqno" ] && holds "$node_name" && [[ $reason != *' is at work '* ]]; then
    say "GALERA_BOOTSTRAP chooses what this node holds, although: $reason"
    begin_new_history
    founds=0
  fi
  [ "$founds" != 0 ] || report bootstrapping
  exec 7>&-
  return "$founds"
}

# Nodes that connect at the same moment form a view of their own first: one after the other, by descriptor 5, until it
# is in (answer_requests).
may_join() {
  exec 5>>"$guard/entrance.lock"
  flock -n 5
}

# Sets peers: empty to found, else whom to join.
await_turn() {
  local looks=0
  exec 5>&-
  while [ -z "$asked_to_stop" ]; do
    find_peers
    if [ -n "$peers" ]; then
      ! may_join || return 0
      pause 0.2
      continue
    fi
    ! may_found || return 0
    looks=$((looks + 1))
    # All that start at the same moment need a moment to say what they hold.
    [ "$looks" -lt 6 ] || tell_reason "$reason; GALERA_BOOTSTRAP=NODE@UUID:SEQNO would choose"
    pause 0.5
  done
}

# Whether everybody of this node's last majority is up again and no majority is in reach of this node.
could_begin_anew() {
  local name value
  read_own "$served/view"
  for name in ${value//[$',\n']/ }; do is_up "$name" || return 1; done
  find_peers
  [ -z "$peers" ]
}

# Beside a server: lets the next one in once this one is. Where it has been without a majority for half a minute
# although all are up again, it ends, and the container with it, which Docker starts anew: then all say what they hold,
# and the guard decides.
answer_requests() {
  local lonely=0
  until [ -e "$marks/primary" ]; do pause 0.1; done
  ! { true >&5; } 2>/dev/null || flock -u 5
  while pause 5; do
    [ -e "$marks/synced" ] || continue
    ask_as_root only "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_status'" || answer=''
    case $answer in *non-Primary | *Disconnected) lonely=$((lonely + 1)) ;; *) lonely=0 ;; esac
    if [ "$lonely" -ge 6 ] && could_begin_anew; then
      say 'this server has no majority, and all are up again: it ends, so that the cluster can be founded anew'
      kill -TERM "$server_pid" || true
      return 0
    fi
  done
}
