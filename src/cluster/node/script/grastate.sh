# Sets value to what grastate.dat has under a name, to nothing where it hasn't.
read_grastate() {
  local name rest text
  read_own "$data/grastate.dat"
  text=$value
  value=''
  while read -r name rest; do
    [ "$name" != "$1:" ] || value=$rest
  done <<<"$text"
}

grastate_of() {
  printf '# GALERA saved state\nversion: 2.1\nuuid:    %s\nseqno:   %s\nsafe_to_bootstrap: %s' "$1" "$2" "$3"
}

# Without a seqno: it is InnoDB's to say. The server heeds its start position only where the UUID is the same, and
# asks for everything where it is the zero UUID.
write_grastate() { write_durably "$data/grastate.dat" "$(grastate_of "$1" -1 "$2")"; }

# What is here is no state from now on, whatever InnoDB names.
give_up_state() {
  write_durably "$given_up" "$1"
  write_grastate "$zero_uuid" 0
}

# The server founds only where its file lets it.
permit_founding() {
  read_grastate safe_to_bootstrap
  [ "$value" = 1 ] || [ ! -e "$data/grastate.dat" ] ||
    as_server sed -i 's/^safe_to_bootstrap:.*/safe_to_bootstrap: 1/' "$data/grastate.dat"
}

# Notes where the server begins, and lets its state file say what it may build on: the UUID alone where InnoDB has the
# position, nothing where nobody knows whether the last DDL was done. A joiner then gets everything; who founds does
# so at a position of its own, lest one that has the same and not that DDL, or that DDL and not the same, takes what
# it has for enough.
settle_state() {
  write_durably "$began_at" "$uuid:$seqno $origin"
  case $origin in
    grastate)
      # Position 0 of a seed, which isn't InnoDB's: what joins by files goes by InnoDB's, and would end over it once.
      if [ -n "$peers" ] && [ "$seqno" = 0 ] && [ "$sst_receives" = files ]; then
        rm -f "$data/grastate.dat"
        uuid=$zero_uuid
        seqno=-1
      fi
      ;;
    recovered)
      read_own "$data/grastate.dat"
      [[ $value == *"$uuid"* ]] || write_grastate "$uuid" 0
      ;;
    unsettled)
      if [ -n "$peers" ]; then
        write_grastate "$zero_uuid" 0
        seqno=-1
      else
        rm -f "$data/galera.cache"
        write_grastate "$uuid" 0
        seqno=$((seqno + 1))
      fi
      ;;
  esac
}
