# True where the server's accounts turned out to be gone from this node, once: users may have changed those of the whole
# cluster.
lost_accounts() {
  [ -z "$started_over" ] || return 1
  [ ! -e "$run/denied" ] || return 0
  [ ! -e "$marks/synced" ] && [ "$1" -gt 128 ] && files_lack_accounts
}

# Waits for its turn and runs a server, again and again, until one has served or there is no point in it.
serve() {
  local failures=0 status
  while [ -z "$asked_to_stop" ]; do
    turn=$((turn + 1))
    find_position
    # Also one whose server hung after it had founded: others may have joined it since, so a token is good for one
    # server only.
    report waiting
    say "holds $uuid:$seqno ($origin), waiting for a member or for the token"
    await_turn
    [ -z "$asked_to_stop" ] || exit 0
    if [ -n "$peers" ] && [ "$origin" = interrupted ]; then start_over; fi
    status=0
    run_server || status=$?
    report stopped
    if [ -e "$run/hung" ] && [ -z "$asked_to_stop" ] && [ "$failures" -lt 3 ]; then
      failures=$((failures + 1))
      continue
    fi
    if [ -n "$asked_to_stop" ] || [ -z "$peers" ]; then exit "$status"; fi
    if lost_accounts "$status"; then
      say 'the accounts are gone from this node; giving up its state, to be filled again'
      started_over=yes
      give_up_state 'its accounts were gone'
      continue
    fi
    if [ -e "$marks/synced" ]; then exit "$status"; fi
    # Not in service yet. No Primary component in reach is worth waiting for; a state transfer that failed, which
    # the server ends with an abort, is tried again, but not for ever: each try holds up a donor.
    if [ -e "$marks/primary" ] || [ "$status" -gt 128 ]; then failures=$((failures + 1)); fi
    if [ "$failures" -ge 3 ]; then exit "$((status == 0 ? 1 : status))"; fi
    say "the server ended with status $status before it was Synced; trying again"
    pause 1
  done
}

main() {
  # Orders come in where nothing else that is started here reads.
  if { exec 9<&0; } 2>/dev/null; then hears=yes; fi
  exec </dev/null
  [ "$EUID" = 0 ] || fail 'the node has to start as root'
  if [ "${1-}" = prepare ]; then
    prepare_volume
    exit 0
  fi
  set_up
  journal preparing ''
  [ -d "$data/mysql" ] || [ -e "$data/sst_in_progress" ] || initialise_data
  serve
}

main "$@"
