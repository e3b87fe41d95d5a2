# Gives up what is here once the server says of itself that it is inconsistent (5). One that is ended before it is
# asked has left a state file that looks as DDL does, and gets everything anew if it joins.
confirm_inconsistent() {
  local tries
  for ((tries = 0; tries < 10; tries++)); do
    ask_own_state
    if [ "$answer" = 5 ]; then
      write_durably "$given_up" 'it was inconsistent with the other nodes' || true
      return 0
    fi
    pause 1
  done
}

# True where the server has been a donor and not Synced since, by what it told notify.sh, and is in no component (0)
# or still a donor in one (2), though no script sends anything. One that a client has desynced has told nothing of the
# kind.
is_stuck_donor() {
  local tries
  for ((tries = 0; tries < 2; tries++)); do
    pause 1
    [ -e "$marks/donating" ] || return 1
    ask_own_state
    [[ $answer = [02] ]] && ! grep -qs 'wsrep_ss[t]_' /proc/[0-9]*/cmdline || return 1
  done
}

end_if_stuck_donor() { ! is_stuck_donor || kill -USR1 $$; }

# Runs something about a line that was read, beside the reading, unless it runs already.
look_into() {
  [ ! -e "$looks/$1" ] || return 0
  : >"$looks/$1"
  ("$@"; rm -f "$looks/$1") &
}

# The lines of a server's log that are looked into, which are the provider's own as a rule; grep leaves no others,
# since a shell reads a pipe byte by byte. But what a client calls itself stands in the log too, line breaks and all,
# before it has proved who it is: so it is what the server says then that counts. A made-up "Receiving IST" costs a
# full transfer at most.
stamp='[0-9]{4}-[0-9]{2}-[0-9]{2} +[0-9:]+ [0-9]+ \[[A-Za-z]+\]'
inconsistent='nconsistency detected: |consistency comprom|ssuming inconsistency|is inconsistent with group'
inconsistent+='|nconsistent by consensus|negative vote on success'
telling="^$stamp WSREP: (.*($inconsistent)|Receiving IST: |sst sent called when not SST donor)"

# What a server says when what it holds turned out not to be what the others hold, or when it is a donor for good.
# Before it asks for more than it has, it says so; from then on it may be in the middle of anything.
read_log() {
  local line
  tee /dev/fd/2 | grep --line-buffered -E "$telling" | while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      *' WSREP: '*'nconsistency detected: '* | *' WSREP: '*'consistency comprom'* | \
        *' WSREP: '*'ssuming inconsistency'* | *' WSREP: '*'is inconsistent with group. Leaving'* | \
        *' WSREP: '*'nconsistent by consensus'* | *' WSREP: '*'negative vote on success'*)
        is_mark "$given_up" || look_into confirm_inconsistent
        ;;
      *' WSREP: Receiving IST: '*) rm -f "$began_at" ;;
      *' WSREP: sst sent called when not SST donor'*) look_into end_if_stuck_donor ;;
    esac
  done
}
