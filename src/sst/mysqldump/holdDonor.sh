# How long the donor's clients may have to wait with their writes, in seconds, at each try; after each they have as long
# for them.
hold_patience='1 2 3 4 5'

# The servers that pass --role let go of their applier as soon as this script runs: writes would go on, each stream
# would see another state, and the joiner would get twice what is newer than --gtid. So a client holds all tables, and
# with them the donor's provider, until everything is read (sql/lock.cc, make_global_read_lock_block_commit()); the
# position is the one at which they stand. The older ones hold their applier, and mustn't be held twice. Asked for its
# own lock ("flush tables", sst_flush_tables() in sql/wsrep_sst.cc) the server gives up after a second, and with it the
# transfer (1205, seen with 11.8.9).
hold_donor() {
  [ "$role" = donor ] || return 0
  local patience rest=0
  for patience in $hold_patience; do
    sleep "$rest"
    if hold_within "$patience"; then return 0; fi
    say "note: the donor's tables couldn't be held within $patience s; who may hold them: $holders"
    rest=$patience
  done
  fail "the donor couldn't hold its tables; who may hold them: $holders"
}

# Connections of this script's user are its own from that one on.
first_connection=0
note_connections() { [ "$role" != donor ] || first_connection=$(on_donor -e 'SELECT CONNECTION_ID()'); }

# False where the tables aren't held by then. Who holds them shows while all others wait.
hold_within() {
  local began=${EPOCHREALTIME/[.,]/} looked='' answer fragments
  holders='nobody who is seen'
  hold=$work/hold.$1
  mkfifo "$hold"
  : >"$work/held"
  on_donor --unbuffered --skip-reconnect < <(hold_statements "$1") | to_file held &
  holder=$!
  until [ -s "$work/held" ]; do
    if ! kill -0 "$holder" 2>/dev/null; then
      [ -s "$work/held" ] || grep -q -E '^ERROR (1205|1213|1317) ' "$errors".* ||
        fail "the donor doesn't let its tables be held"
      rm -f "$errors".* "$hold"
      break
    fi
    if [ -z "$looked" ] && [ $((${EPOCHREALTIME/[.,]/} - began)) -ge 500000 ]; then
      looked=yes
      look_for_holders
    # The server's wait for another client's lock on all tables has no end of its own (server_state::pause() in
    # wsrep-lib).
    elif [ "$looked" = yes ] && [ $((${EPOCHREALTIME/[.,]/} - began)) -ge $((($1 + 1) * 1000000)) ]; then
      looked=told
      say "note: another client holds all of the donor's tables, which is waited for; who may do so: $holders"
    fi
    sleep 0.05
  done
  IFS=$'\t' read -r answer gtid_domain fragments <"$work/held" || return 1
  [[ $answer =~ ^[0-9a-f-]{36}:[0-9]+$ ]] || fail "the donor holds its tables at '$answer'"
  if [ "$fragments" != 0 ]; then
    holders=$streaming
    let_donor_go
    return 1
  fi
  gtid=$answer
}

# What the client does that holds the tables, until it is told to end or this script has. That it can still speak then
# means that it has held them all the time: it doesn't connect again.
hold_statements() {
  printf '%s SET SESSION lock_wait_timeout = %s, wait_timeout = 31536000, wsrep_on = ON;\n' "$donor_session" "$1"
  printf "FLUSH TABLES WITH READ LOCK;
    SELECT CONCAT(MAX(IF(VARIABLE_NAME = 'WSREP_CLUSTER_STATE_UUID', VARIABLE_VALUE, '')), ':',
      MAX(IF(VARIABLE_NAME = 'WSREP_LAST_COMMITTED', VARIABLE_VALUE, ''))), @@GLOBAL.wsrep_gtid_domain_id,
      (SELECT COUNT(*) FROM mysql.wsrep_streaming_log)
      FROM information_schema.GLOBAL_STATUS
      WHERE VARIABLE_NAME IN ('WSREP_CLUSTER_STATE_UUID', 'WSREP_LAST_COMMITTED');\n"
  while kill -0 $$ 2>/dev/null && [ -p "$hold" ]; do
    if read -r -t 1 _ <>"$hold"; then break; fi
    # A connection that someone ends shows then, and not only at the end.
    printf 'DO 1;\n'
  done 2>/dev/null
  printf "SELECT 'held to the end';\n"
}

end_holding() {
  [ -p "$hold" ] || return 0
  # Without the file it ends as well, within a second.
  printf '\n' 1<>"$hold"
  rm -f "$hold"
}

not_held() { fail "the donor's tables weren't held to the end of the transfer"; }

still_held() { [ -z "$holder" ] || kill -0 "$holder" 2>/dev/null || not_held; }

# Once everything is read, the donor's clients may write.
let_donor_go() {
  end_holding
  [ -z "$holder" ] || { wait "$holder" && [ "$(tail -n 1 "$work/held")" = 'held to the end' ]; } || not_held
  holder=''
}

# A statement up to where a text or a comment may begin, which its session's SQL mode says, and without numbers: it may
# have secrets in it.
bare_statement() {
  cat <<'END'
REGEXP_REPLACE(LEFT(REGEXP_REPLACE(REGEXP_SUBSTR(INFO,
  '^(?:[^''"#\\\\`/-]++|`(?:[^`]++|``)*+`|-(?!-)|/(?!\\*))*+'),
  '\\b[0-9][0-9A-Za-z.]*', '?'), 200), '[[:cntrl:][:space:]]+', ' ')
END
}

# Who may hold the donor's tables, as far as can be seen from outside: whoever does something meanwhile, with what, or
# is idle, for a lock outlasts its statement.
look_for_holders() {
  local clients
  clients=$(on_donor -e "$donor_session
    SELECT CONCAT(GROUP_CONCAT('connection ', ID, ' of ', REGEXP_REPLACE(USER, '[[:cntrl:]]', '?'),
        ' (', COMMAND, ' for ', TIME, ' s', IF(COMMAND = 'Query', CONCAT(': ', IFNULL($(bare_statement), '')), ''), ')'
        ORDER BY COMMAND = 'Sleep', TIME_MS DESC SEPARATOR ', ' LIMIT 5),
      IF(COUNT(*) > 5, CONCAT(' and ', COUNT(*) - 5, ' more'), ''))
    FROM information_schema.PROCESSLIST
    WHERE NOT (ID >= $first_connection AND USER = SUBSTRING_INDEX(USER(), '@', 1))
      AND USER <> 'system user' AND COMMAND NOT IN ('Daemon', 'Binlog Dump')
      AND IFNULL(STATE, '') NOT LIKE 'Waiting%'") || true
  case $clients in '' | NULL) ;; *) holders=$clients ;; esac
}
