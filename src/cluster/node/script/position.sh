# What was put where a mark of ours would be, and is none, goes.
remove_false_marks() {
  local mark
  for mark in "$given_up" "$began_at" "$broken_transfer" "$data/sst_in_progress"; do
    ! is_there "$mark" || is_mark "$mark" || rm -rf "$mark"
  done
}

# rsync and mariabackup overwrite the data directory of a server that hasn't opened it yet, and leave this mark
# until they are done. What InnoDB would name is half the old state and half the new. With mysqldump, and in a
# directory that a server has left in good order, the mark is an old one.
heed_transfer_mark() {
  [ -e "$data/sst_in_progress" ] || return 0
  read_grastate seqno
  if [ "$sst_receives" = statements ] || [[ $value =~ ^[0-9]+$ ]]; then
    rm -f "$data/sst_in_progress"
  else
    say 'a state transfer into this node broke off: what is here is no state'
    give_up_state 'a state transfer broke off'
  fi
}

# Sets uuid, seqno, safe_to_bootstrap and origin: none (never joined), grastate (stopped in good order), recovered
# (read from InnoDB after a crash), unsettled (the same, but it was in the middle of DDL, which may have been done or
# not), interrupted (what is here is no state: a transfer didn't end, or it was given up), contradictory (there may be
# a state, but the files don't agree on which).
find_position() {
  local began='' began_origin=''
  uuid=$zero_uuid
  seqno=-1
  safe_to_bootstrap=0
  origin=none
  remove_false_marks
  # The user chose another node's data over these (recoverCluster.ts).
  if [ -s "$state/given-up" ]; then
    origin=interrupted
    return 0
  fi
  heed_transfer_mark
  [ -e "$data/grastate.dat" ] || return 0
  # A server that was found inconsistent doesn't leave in good order; beside a position of one that did the mark says
  # nothing.
  read_grastate seqno
  if [ -e "$given_up" ] && ! [[ $value =~ ^[0-9]+$ ]]; then
    read_own "$given_up"
    say "what is here was given up: ${value%%$'\n'*}"
    origin=interrupted
    return 0
  fi
  seqno=$value
  read_grastate uuid
  uuid=$value
  read_grastate safe_to_bootstrap
  safe_to_bootstrap=${value:-0}
  read_own "$began_at"
  read -r began began_origin <<<"$value"
  if [ -z "$uuid" ] || [ -z "$seqno" ]; then
    find_position_without_grastate
  elif [ "$uuid" = "$zero_uuid" ]; then
    find_position_by_marks "$began" "$began_origin"
  elif [ "$seqno" -ge 0 ]; then
    origin=grastate
  else
    origin=recovered
    recover_position
    # A server that began there and ended before it was further knows no more than it did.
    if [ "$origin" = recovered ] && [ "$began" = "$uuid:$seqno" ] && [ "$began_origin" = unsettled ]; then
      origin=unsettled
    fi
  fi
  # A history without a position is as good as none.
  if [ "$seqno" -lt 0 ] && [ "$origin" != contradictory ]; then origin=interrupted; fi
}

# The server was killed while it wrote the file. What InnoDB names may have been half overwritten since.
find_position_without_grastate() {
  uuid=$zero_uuid
  seqno=-1
  origin=interrupted
  recover_position
  [ "$uuid" != "$zero_uuid" ] || return 0
  say "grastate.dat is damaged, InnoDB names $uuid:$seqno"
  origin=contradictory
  seqno=-1
}

# Where grastate.dat has the zero UUID, by where the last server began, and how that was known.
find_position_by_marks() {
  seqno=-1
  safe_to_bootstrap=0
  origin=interrupted
  if [ -e "$broken_transfer" ]; then
    say 'a state transfer into this node broke off: what is here is no state'
    return 0
  fi
  recover_position
  [ "$uuid" != "$zero_uuid" ] || return 0
  # Where nothing has been applied since its server began, it was waiting for what it had missed.
  if [ "$1" = "$uuid:$seqno" ] && [ "$2" != unsettled ]; then origin=recovered; else origin=unsettled; fi
}
