# How many ticks the node waits at first before it looks for members by itself: in the order of their names, and long
# where the engine that started it decides when it may join. Only if that doesn't come back to it, the node goes on
# alone.
first_delay() {
  local rank=0 name
  while read -r name _; do
    case $name in '' | '#'*) continue ;; esac
    rank=$((rank + 1))
    [ "$name" != "$node_name" ] || break
  done <"$state/members"
  value=$((10 + 5 * rank))
  [ -z "$escorted" ] || value=200
  escorted=''
}

# Sets peers: empty to found, else whom to join: those that the engine names, one joiner after the other, since nodes
# that connect at the same moment get in each other's way; or else the online members once one is Primary. Looks for
# them itself in case nobody is at hand to say, and ever less often.
await_turn() {
  local tick=0.05 delay waited=0 slowest=40 looks=0 status
  first_delay
  delay=$value
  while [ -z "$asked_to_stop" ]; do
    peers='' status=0
    read_order "$tick" || status=$?
    if [ "$status" = 0 ] && is_order; then
      case $asked in
        found) return 0 ;;
        join*) ! await_open_port || return 0 ;;
        *) answer_request ;;
      esac
    fi
    [ "$status" = 1 ] || continue
    peers=''
    waited=$((waited + 1))
    if [ "$waited" -ge "$delay" ] && [ -z "$asked_to_stop" ]; then
      waited=0
      looks=$((looks + 1))
      [ "$looks" -lt 100 ] || slowest=200
      delay=$((delay * 2 < slowest ? delay * 2 : slowest))
      find_peers
      if [ -n "$peers" ]; then return 0; fi
    fi
  done
}
