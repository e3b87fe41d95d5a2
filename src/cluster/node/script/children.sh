# The status of a program that was started beside this shell, once it has ended.
await_child() {
  local status=0 again=0
  # A trapped signal ends wait early, with the program still running.
  while :; do
    status=0
    wait "$1" || status=$?
    kill -0 "$1" 2>/dev/null || break
  done
  # Where it ended in the very moment of the signal, its own status is mostly still to be had. bash may have forgotten
  # it in that moment, too: then it is the signal's.
  if [ "$status" -gt 128 ]; then
    wait "$1" 2>/dev/null || again=$?
    [ "$again" = 127 ] || status=$again
  fi
  return "$status"
}
