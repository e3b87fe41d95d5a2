# A mark on the joiner's disk that what it holds is no state from here on, in case this is never finished. A view is but
# a file: nothing sends it on, and the joiner's own scripts see it and take it away once the joiner has its position
# (notify.sh).
mark_joiner() {
  printf "CREATE OR REPLACE SQL SECURITY INVOKER VIEW mysql.galera_transfer AS SELECT '%s' AS position;\n" "$gtid"
}

# Nobody is served by the joiner yet: what is relaxed here is restored, and flushed, before its position is set.
prepare_joiner() {
  local database entry
  mark_joiner
  printf 'SET GLOBAL innodb_flush_log_at_trx_commit = 0, innodb_stats_auto_recalc = OFF, local_infile = ON,
    general_log = OFF, slow_query_log = OFF, innodb_file_per_table = ON,
    innodb_default_row_format = dynamic;\n'
  # What an earlier life left would make it differ.
  for database in "${joiner_databases[@]}"; do
    decode database
    printf 'DROP DATABASE %s;\n' "$database"
  done
  for entry in "${joiner_sequences[@]}"; do
    decode entry
    printf 'DROP SEQUENCE %s;\n' "$entry"
  done
  for entry in "${plugins[@]}"; do
    [ -n "${joiner_plugins[${entry%"$mark"*}]-}" ] ||
      printf "INSTALL PLUGIN %s SONAME '%s';\n" "${entry%"$mark"*}" "${entry#*"$mark"}"
  done
}

make_schema() {
  printf '%s\n' "$joiner_session"
  prepare_joiner
  printf 'SET NAMES utf8mb4; %s\n' "$load_session"
  run_program schema "$small"
}

# Tables that aren't InnoDB's, and sequences.
send_others() {
  [ "$holding" != released ] || cat "$work/others.sql"
}
