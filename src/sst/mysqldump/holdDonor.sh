hold_seconds=30

# The servers that pass --role let go of their applier as soon as this script runs: writes would go on, each stream would
# see another state, and the joiner would get twice what is newer than --gtid. Asked to, they hold all tables until this
# script ends, and say in a file where they stand (sst_flush_tables() in sql/wsrep_sst.cc). The older ones mustn't be asked.
#
# The server waits for statements that run, as long as they like, and whoever writes waits behind it. So that ends after a while,
# and the joiner asks again.
hold_donor() {
  [ "$role" = donor ] || return 0
  local position=$datadir/tables_flushed began=$EPOCHSECONDS
  rm -f "$position" "$datadir/sst_error"
  printf 'flush tables\n'
  until [ -r "$position" ]; do
    [ ! -e "$datadir/sst_error" ] || fail "the donor couldn't hold its tables"
    [ $((EPOCHSECONDS - began)) -lt "$hold_seconds" ] || give_up_holding
    sleep 0.05
  done
  read -r gtid gtid_domain <"$position"
  rm -f "$position"
  [[ $gtid =~ ^[0-9a-f-]{36}:[0-9]+$ ]] || fail "the donor holds its tables at '$gtid'"
}

give_up_holding() { fail 'the donor cannot hold its tables'; }
