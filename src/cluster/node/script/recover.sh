# Reports a further step whenever the log of a recovery has grown: InnoDB says every few seconds how far it is, however
# long it takes, and nobody is to take that for a node that hangs.
tell_recovery() {
  local recovery=$1 size told=0
  while pause 2 && kill -0 "$recovery" 2>/dev/null; do
    size=$(stat -c %s "$run/recover.log")
    [ "$size" -gt "$told" ] || continue
    told=$size
    step=$((step + 1))
    report recovering
  done
}

# Sets value to the last position that the server has named in a log, to nothing where it has named none.
read_recovered() {
  local line
  value=''
  while IFS= read -r line || [ -n "$line" ]; do
    [[ $line != *'WSREP: Recovered position:'* ]] || read -r value <<<"${line##*WSREP: Recovered position:}"
  done <"$1"
  value=${value%%,*}
}

# Runs the server until it has recovered; its status.
# --wsrep-recover lets InnoDB recover, prints the position and ends. Without --skip-ssl a server that has no certificate
# makes one first, which takes longer than all the rest; and with another SST method than mysqldump it refuses to run
# without a cluster's address, though it looks at nothing but its own data.
# https://mariadb.com/kb/en/getting-started-with-mariadb-galera-cluster/#determining-the-most-advanced-node
run_recovery() {
  local status=0 recovery teller
  : >"$run/recover.log"
  mariadbd --defaults-file="$config" --user=mysql --wsrep-provider="$provider" --wsrep-recover \
    --skip-networking --skip-ssl --wsrep-sst-method=mysqldump >"$run/recover.log" 2>&1 9<&- &
  recovery=$!
  tell_recovery "$recovery" &
  teller=$!
  # When this node is told to end it goes on: what it has done needn't be done again.
  await_child "$recovery" || status=$?
  # What it has named by then it has found, whatever its status.
  [ -z "$asked_to_stop" ] || [ "$status" -le 128 ] || status=0
  kill "$teller" 2>/dev/null || true
  wait "$teller" 2>/dev/null || true
  return "$status"
}

# Sets uuid and seqno to what InnoDB holds; or origin to contradictory, where that isn't of the history in uuid.
recover_position() {
  local named seed_uuid=''
  run_recovery || fail_with_output 'the position could not be recovered' "$run/recover.log"
  read_recovered "$run/recover.log"
  if [[ ! $value =~ ^([0-9a-f-]{36}):(-?[0-9]+)$ ]]; then
    fail_with_output 'the server reported no recovered position' "$run/recover.log"
  fi
  named=${BASH_REMATCH[1]}
  { read -r seed_uuid _ <"$state/spent-seed"; } 2>/dev/null || true
  if [ "$named" = "$zero_uuid" ] && [ "$uuid" != "$zero_uuid" ] && [ "$uuid" = "$seed_uuid" ]; then
    # Started from the seed, and ended before it had applied anything: InnoDB notes every writeset.
    seqno=0
  elif [ "$uuid" = "$zero_uuid" ] || [ "$named" = "$uuid" ]; then
    uuid=$named
    seqno=${BASH_REMATCH[2]}
  else
    # grastate names a history that InnoDB doesn't hold: nothing to trust.
    say "InnoDB holds $value, grastate.dat names $uuid"
    origin=contradictory
    seqno=-1
  fi
}
