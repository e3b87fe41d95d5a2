# What is read while the donor is held, into files: all but the rows of tables that the streams' snapshots hold for.

# Asks the donor what a file says, by one client; the answers are the lines of another. The texts come in the character
# set of the first argument.
show() {
  { printf '%s\nSET SESSION character_set_results = %s;\n' "$donor_session" "$1" && cat "$work/ask.$2"; } |
    on_donor >"$work/shown.$2"
}

# The rows of some tables as the INSERTs that the donor's server writes. Not by mariadb-dump, which reads with the
# settings that the donor's user has made for all sessions: with a sql_select_limit it leaves out columns.
read_statements() {
  { printf '%s\n%s\n' "$donor_session" "$data_session" && cat "$work/ask.$1"; } | on_donor_data --raw
}

# So many bytes of rows that no snapshot holds for are put aside at most; with more the donor is held to the end.
most_aside=67108864

read_donor() {
  local asked aside answer
  ask_donor
  take_inventory
  answer=$(run_program ask)
  read -r asked aside <<<"$answer"
  if [ "$holding" = released ] && [ "$aside" -gt "$most_aside" ]; then
    holding=held
    say "note: the donor is held to the end: $((aside / 1048576)) MB of its rows aren't InnoDB's"
  fi
  until_mover_says open
  order_mover "plan $holding"
  show utf8mb4 tables
  [ "$(wc -l <"$work/shown.tables")" = "$asked" ] || fail "the donor doesn't show all its databases and tables"
  show binary objects
  read_system_tables >"$work/system.sql"
  [ "$holding" != released ] || read_statements others >"$work/others.sql"
  read_statements last >"$work/last.sql"
  until_mover_says planned
  IFS=$'\t' read -r total_tables total_bytes <<<"$said"
}
