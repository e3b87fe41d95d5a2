# What is read of the donor, into files: all but the rows of tables that the streams' snapshots hold for.

# A client doesn't look at whether what it prints gets to the disk: this does, fails and says why.
to_file() {
  local said
  said=$(cat 2>&1 >"$work/$1") || {
    say "note: ${said#cat: }: ${TMPDIR:-/tmp} of the donor"
    return 1
  }
}

# Asks the donor what a file says, by one client; the answers are the lines of another. The texts come in the character
# set of the first argument.
show() {
  { printf '%s\nSET SESSION character_set_results = %s;\n' "$donor_session" "$1" && cat "$work/ask.$2"; } |
    on_donor | to_file "shown.$2"
}

# The rows of some tables as the INSERTs that the donor's server writes. Not by mariadb-dump, which reads with the
# settings that the donor's user has made for all sessions: with a sql_select_limit it leaves out columns.
read_statements() {
  if [ ! -s "$work/ask.$1" ]; then return; fi
  { printf '%s\n%s\n' "$donor_session" "$data_session" && cat "$work/ask.$1"; } | on_donor_data --raw
}

# How many lines there have to be.
shown_all() { [ "$(wc -l <"$work/shown.$1")" = "$2" ] || fail "the donor doesn't show all its $1"; }

read_schema() {
  local tables rest
  take_inventory
  run_program ask | to_file asked
  read -r tables rest <"$work/asked"
  show utf8mb4 tables
  shown_all tables "$tables"
  show binary objects
}

# The files of all definitions; and the routines, without which a view is broken.
list_definitions() {
  run_program definitions "$datadir" "$@"
  on_donor -e "$donor_session SELECT db, name, type FROM mysql.proc ORDER BY db, name, type"
}

# The schema takes a second for a thousand tables: it is read while the donor's clients write, and holds where its
# definitions are the same once the donor is held. Whatever happens to it meanwhile, a table that is locked for longer
# too, may make this fail.
read_schema_before() {
  local reading
  (
    trap - ERR EXIT
    donor_session+=' SET SESSION lock_wait_timeout = 2;'
    list_definitions settled | to_file definitions
    read_schema
    : >"$work/read"
  ) 2>/dev/null &
  reading=$!
  wait "$reading" || rm -f "$errors".*
}

schema_holds() {
  [ -e "$work/read" ] && list_definitions | to_file definitions.now &&
    cmp -s "$work/definitions" "$work/definitions.now"
}

# So many bytes of rows that no snapshot holds for are put aside at most; with more the donor is held to the end.
most_aside=67108864

read_held() {
  local rest sequences aside
  ask_donor
  if ! schema_holds; then
    [ "$holding" != released ] || say 'note: definitions changed just now, and are read while the donor is held'
    rm -f "$work/read"
    read_schema
  fi
  read -r rest sequences aside <"$work/asked"
  if [ "$holding" = released ] && [ "$aside" -gt "$most_aside" ]; then
    holding=held
    say "note: the donor is held to the end: $((aside / 1048576)) MB of its rows aren't InnoDB's"
  fi
  until_mover_says open
  order_mover "plan $holding"
  : >"$work/shown.sequences"
  [ "$sequences" = 0 ] || show utf8mb4 sequences
  shown_all sequences "$sequences"
  read_system_tables | to_file system.sql
  [ "$holding" != released ] || read_statements others | to_file others.sql
  read_statements last | to_file last.sql
  until_mover_says planned
  IFS=$'\t' read -r total_tables total_bytes <<<"$said"
}

# How far the tables count that were shown before.
read_counters() {
  [ -e "$work/read" ] || return 0
  on_donor -e "$donor_session
    SELECT $(quoted_table), AUTO_INCREMENT FROM information_schema.TABLES
      WHERE AUTO_INCREMENT IS NOT NULL AND $(of_users TABLE_SCHEMA)" | to_file counters
}
