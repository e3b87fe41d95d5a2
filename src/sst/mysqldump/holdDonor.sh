# How long the donor's clients may have to wait with their writes for a statement that the server's lock waits for.
hold_seconds=30

# The servers that pass --role let go of their applier as soon as this script runs: writes would go on, each stream would
# see another state, and the joiner would get twice what is newer than --gtid. Asked to, they hold all tables until this
# script ends, and say in a file where they stand (sst_flush_tables() in sql/wsrep_sst.cc). The older ones mustn't be asked.
hold_donor() {
  [ "$role" = donor ] || return 0
  local position=$datadir/tables_flushed until
  rm -f "$position" "$datadir/sst_error"
  await_gap
  until=$((EPOCHSECONDS + hold_seconds))
  printf 'flush tables\n'
  until [ -r "$position" ]; do
    [ ! -e "$datadir/sst_error" ] || fail "the donor couldn't hold its tables; what has run for longest: $(longest_on_donor 1)"
    if [ "$EPOCHSECONDS" -ge "$until" ]; then
      give_up_holding
      until=$((EPOCHSECONDS + hold_seconds))
    fi
    sleep 0.05
  done
  read -r gtid gtid_domain <"$position"
  rm -f "$position"
  [[ $gtid =~ ^[0-9a-f-]{36}:[0-9]+$ ]] || fail "the donor holds its tables at '$gtid'"
}

# The server's lock fails after a second (1205, seen with 11.8.9), and with it the whole transfer, while DDL or a statement that
# writes is under way: the script waits for these first, which keeps nobody else waiting.
await_gap() {
  on_donor >/dev/null <<END
$donor_session
SET @until = NOW() + INTERVAL $hold_seconds SECOND;
DELIMITER //
BEGIN NOT ATOMIC
  WHILE NOW() < @until AND EXISTS (SELECT * FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID()
    AND (INFO REGEXP '^[[:space:]]*(ALTER|CREATE|DROP|RENAME|TRUNCATE|OPTIMIZE|REPAIR|ANALYZE)[[:space:]]'
      OR (COMMAND IN ('Query', 'Execute') AND TIME_MS > 500 AND INFO NOT REGEXP '^[[:space:](]*(SELECT|WITH|SHOW|DO)[[:space:]]'))) DO
    DO SLEEP(0.05);
  END WHILE;
END//
END
}

# The client whose statement, or sleep, has lasted for longest on the donor, of those that have for so many seconds.
longest_on_donor() {
  local client
  client=$(on_donor -e "$donor_session SELECT CONCAT('connection ', ID, ' of ', USER, ', for ', TIME, ' s: ', COMMAND, ', ', IFNULL(STATE, ''))
    FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER <> 'system user' AND TIME >= $1 AND STATE NOT LIKE 'Waiting%'
    ORDER BY COMMAND = 'Sleep', TIME DESC LIMIT 1") || true
  printf %s "${client:-nothing that is seen}"
}

# The server waits for what runs, as long as it likes, and whoever writes waits behind the server. So its wait is ended, what it
# waited for is named, and the joiner asks again. Where it can't be ended, this script has to wait as well.
give_up_holding() {
  local waiting id
  say "note: the donor's tables can't be held for $hold_seconds s; what has run for longest: $(longest_on_donor "$hold_seconds")"
  # Of the server's own thread, which has asked for the lock.
  waiting=$(on_donor -e "$donor_session SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'FLUSH TABLES WITH READ LOCK%'") || true
  for id in $waiting; do on_donor -e "KILL QUERY $id" || true; done
}
