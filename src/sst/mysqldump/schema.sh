# A mark on the joiner's disk that what it holds is no state from here on, in case this is never finished. A view is but a file: nothing
# sends it on, and the joiner's own scripts see it and take it away once the joiner has its position (notify.sh).
mark_joiner() {
  printf "CREATE OR REPLACE SQL SECURITY INVOKER VIEW mysql.galera_transfer AS SELECT '%s' AS position;\n" "$gtid"
}

# Nobody is served by the joiner yet: what is relaxed here is restored, and flushed, before its position is set.
prepare_joiner() {
  local database entry
  printf '%s\n' "$joiner_session"
  mark_joiner
  printf 'SET GLOBAL innodb_flush_log_at_trx_commit = 0, innodb_stats_auto_recalc = OFF, local_infile = ON,
    max_allowed_packet = 1073741824, general_log = OFF, slow_query_log = OFF;\n'
  # What an earlier life left would make it differ.
  for database in "${joiner_databases[@]}"; do printf 'DROP DATABASE %s;\n' "$database"; done
  for entry in "${plugins[@]}"; do
    [ -n "${joiner_plugins[${entry%"$mark"*}]-}" ] || printf "INSTALL PLUGIN %s SONAME '%s';\n" "${entry%"$mark"*}" "${entry#*"$mark"}"
  done
}

# A table may take its defaults from a sequence of any database.
dump_schema() {
  local entry ignored=()
  prepare_joiner
  [ "${#databases[@]}" -gt 0 ] || return 0
  for entry in "${views[@]}"; do
    IFS=$mark read -r database name rest <<<"$entry"
    ignored+=("--ignore-table=$database.$name")
  done
  if [ "${#sequences[@]}" -gt 0 ]; then
    dump --no-create-info --no-data --skip-triggers --databases "${databases[@]}"
    for entry in "${sequences[@]}"; do
      database=${entry%"$mark"*} name=${entry#*"$mark"}
      printf 'USE `%s`;\n' "${database//\`/\`\`}"
      dump --skip-triggers -- "$database" "$name"
      ignored+=("--ignore-table=$database.$name")
    done
  fi
  dump --no-data --skip-triggers "${ignored[@]}" --databases "${databases[@]}"
}
