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
    [ ! -e "$datadir/sst_error" ] || fail "the donor couldn't hold its tables; who may do so: $(longest_on_donor 1)"
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

# What begins so only reads, whatever comments or parentheses stand before it.
reading='(?is)^(?>[[:space:](]|/[*].*?[*]/|(--|#)[^\n]*\n)*+(SET[[:space:]]+STATEMENT[[:space:]].*?[[:space:]]FOR[[:space:]]+)?(SELECT|WITH|VALUES|SHOW|DO|EXPLAIN|DESC|DESCRIBE)[[:>:]]'

# The server's lock fails after a second (1205, seen with 11.8.9), and with it the whole transfer, while DDL or a statement that
# writes is under way. Those that are when this begins are waited for, which keeps nobody else waiting. One that waits itself
# isn't: it may be for the client that keeps a table locked. A CALL shows the statement it is at, and each has a number of its own.
await_gap() {
  on_donor >/dev/null <<END
$donor_session
SET @until = NOW() + INTERVAL $hold_seconds SECOND, @begun = NULL;
DELIMITER //
BEGIN NOT ATOMIC
  REPEAT
    SELECT GROUP_CONCAT(ID, '/', QUERY_ID) INTO @begun FROM information_schema.PROCESSLIST
      WHERE ID <> CONNECTION_ID() AND INFO IS NOT NULL AND (@begun IS NULL OR FIND_IN_SET(CONCAT(ID, '/', QUERY_ID), @begun))
      AND (INFO REGEXP '^[[:space:]]*(ALTER|CREATE|DROP|RENAME|TRUNCATE|OPTIMIZE|REPAIR)[[:space:]]'
        OR IFNULL(STATE, '') NOT LIKE 'Waiting%' AND LEFT(INFO, 4096) NOT REGEXP '$reading');
    IF @begun IS NOT NULL THEN DO SLEEP(0.05); END IF;
  UNTIL @begun IS NULL OR NOW() >= @until END REPEAT;
END//
END
}

# Who may hold the donor's tables, as far as can be seen from outside: the clients that have been at it for as many seconds, or
# idle, for a lock outlasts its statement. Not their statements, which may have secrets in them.
longest_on_donor() {
  local clients
  clients=$(on_donor -e "$donor_session SELECT GROUP_CONCAT('connection ', ID, ' of ', USER, ' (', COMMAND, ' for ', TIME, ' s)' ORDER BY TIME_MS DESC SEPARATOR ', ' LIMIT 5)
    FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER <> 'system user' AND TIME >= $1
    AND COMMAND NOT IN ('Daemon', 'Binlog Dump') AND IFNULL(STATE, '') NOT LIKE 'Waiting%'") || true
  case $clients in '' | NULL) clients='nobody who is seen' ;; esac
  printf %s "$clients"
}

# The server waits for what runs, as long as it likes, and whoever writes waits behind the server. So its wait is ended, what it
# waited for is named, and the joiner asks again. Where it can't be ended, this script has to wait as well.
give_up_holding() {
  local waiting id
  say "note: the donor's tables can't be held for $hold_seconds s; who may hold them: $(longest_on_donor "$hold_seconds")"
  # Of the server's own thread, which has asked for the lock.
  waiting=$(on_donor -e "$donor_session SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'FLUSH TABLES WITH READ LOCK%'") || true
  for id in $waiting; do on_donor -e "KILL QUERY $id" || true; done
}
