# Who may give this node orders writes them, a line each, to the container's stdin (sendOrder.ts), which main.sh has
# put on descriptor 9. What nobody has read stays there: from an earlier turn, from an earlier run, or cut off.
longest_order=4096
order_form='^(galera-order: boot=([0-9a-f-]+) turn=([0-9]+) '
order_form+='do=(found|join peers=([0-9.]+(,[0-9.]+)*)|measure|members=[#a-z0-9.:,]+)) seal=([0-9a-f]{64})$'
# At once, so that a line without an end takes no more memory than this beyond the longest.
longest_piece=512

# Sets order to the next line, once there is one. 1 where so many seconds went by first, 2 where there is more to
# read. It is a pause that starts no process: where nobody is there any more to write, too.
read_order() {
  local LC_ALL=C piece='' status=0
  if [ -z "$hears" ]; then
    pause "$1"
    return 1
  fi
  IFS= read -r -t "$1" -n "$longest_piece" -u 9 piece || status=$?
  begun+=$piece
  # What is too long stays so until its end has come.
  begun=${begun:0:longest_order + 1}
  if [ "$status" -gt 128 ]; then return 1; fi
  if [ "$status" != 0 ]; then
    # Made without one, or started by hand.
    hears=''
    exec 9<&-
    return 2
  fi
  [ "${#piece}" -lt "$longest_piece" ] || return 2
  order=$begun
  begun=''
  [ "${#order}" -le "$longest_order" ] || return 2
}

# Whether the line is an order of the engine's to this boot, in this turn. Sets asked to what it asks for, order_seal,
# and peers: whom to join. The seal covers all before it, and nobody makes one who doesn't know the cluster's password;
# that also ends what is sealed, lest a seal be carried on from where it ended.
is_order() {
  local text addresses
  [[ $order =~ $order_form ]] || return 1
  text=${BASH_REMATCH[1]} asked=${BASH_REMATCH[4]} addresses=${BASH_REMATCH[5]} order_seal=${BASH_REMATCH[7]}
  [ "${BASH_REMATCH[2]}" = "$boot" ] && [ "${BASH_REMATCH[3]}" = "$turn" ] || return 1
  read -r value _ < <(exec sha256sum <<<"$monitor_password $text $monitor_password")
  [ "$value" = "$order_seal" ] || return 1
  peers=$addresses
}
