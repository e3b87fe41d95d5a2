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
    max_allowed_packet = 1073741824, general_log = OFF, slow_query_log = OFF, innodb_file_per_table = ON;\n'
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

# Asks the donor what the input says, by one client; the answers are the lines of `shown`. The texts come in the
# character set of the first argument.
show() {
  { printf '%s\nSET SESSION character_set_results = %s;\n' "$donor_session" "$1" && cat; } | on_donor >"$work/shown"
  mapfile -t shown <"$work/shown"
}

# The fields of an answer, behind the name.
read_shown() {
  local kind rest field
  read_row "$1"
  IFS=$mark read -ra fields <<<"$rest"
  for field in "${!fields[@]}"; do printf -v "fields[$field]" %b "${fields[field]}"; done
}

# A server calls a foreign key that has no name after its table, and calls it anew with the table. What is then longer
# than 64 characters it doesn't take from anyone: such a table is made under a short name. Sets `making` to the name to
# make it under.
find_short_name() {
  local bare=${name%\`}_ibfk_ characters digits lines=() line
  making=$table
  [[ ${fields[0]} == *$'\n  CONSTRAINT '"$bare"* ]] || return 0
  characters=${bare//\`\`/\`}
  characters=${characters//[$'\x80'-$'\xbf']/}
  # So many, and one more, are too long. The backquote is none of the name's.
  printf -v digits '%*s' "$((${#characters} < 65 ? 65 - ${#characters} : 0))" ''
  [[ ${fields[0]} == *$'\n  CONSTRAINT '"$bare"${digits// /[0-9]}+([0-9])'` FOREIGN KEY'* ]] || return 0
  making=$database.'`galera transfer`'
  mapfile -t lines <<<"${fields[0]}"
  fields[0]=''
  for line in "${lines[@]}"; do
    if [[ $line == '  CONSTRAINT '"$bare"*([!\`])'` FOREIGN KEY'* ]]; then
      line="  CONSTRAINT \`galera transfer_ibfk_${line#"  CONSTRAINT $bare"}"
    fi
    fields[0]+=${fields[0]:+$'\n'}$line
  done
}

# The format that the joiner makes tables in, as far as this process has told it.
made_format=''

# The statement that makes the table or sequence that was read, of what the donor shows.
making_statement() {
  local word="CREATE TABLE $name" making
  [ "$type" != SEQUENCE ] || word="CREATE SEQUENCE $name"
  [ "${fields[0]:0:${#word}}" = "$word" ] || fail "the donor shows $table as what it isn't"
  find_short_name
  # The donor's at the time, which only a global setting makes the usual one. The joiner's own is restored.
  if [ -n "$usual_format" ] && [ "$usual_format" != "$made_format" ]; then
    made_format=$usual_format
    printf "SET GLOBAL innodb_default_row_format = '%s';\n" "$made_format"
  fi
  [ "$engine" != MRG_MyISAM ] || printf 'USE %s;\n' "$database"
  printf '%s%s%s;\n' "${word%"$name"}" "$making" "${fields[0]:${#word}}"
  [ "$making" = "$table" ] || printf 'RENAME TABLE %s TO %s;\n' "$making" "$table"
}

# A table may take its defaults from a sequence of any database. Not by mariadb-dump: what it is to leave out it finds
# without regard to case. A MERGE table names the tables of its own database without it.
make_schema() {
  # shellcheck disable=SC2086
  local $table_fields index place word fields shown order=()
  for index in "${!tables[@]}"; do
    read_table "$index"
    if [ "$type" = SEQUENCE ]; then order=("$index" "${order[@]}"); else order+=("$index"); fi
  done
  # Before the donor is asked: the joiner may not wait for long.
  printf '%s\n' "$joiner_session"
  show utf8mb4 < <(
    for database in "${databases[@]}"; do
      decode database
      printf 'SHOW CREATE DATABASE %s;\n' "$database"
    done
    for index in "${order[@]}"; do
      read_table "$index"
      if [ "$type" = SEQUENCE ]; then word=SEQUENCE; else word=TABLE; fi
      printf 'SHOW CREATE %s %s;\n' "$word" "$table"
    done
  )
  [ "${#shown[@]}" = $((${#databases[@]} + ${#order[@]})) ] ||
    fail "the donor doesn't show all its databases and tables"
  prepare_joiner
  printf 'SET NAMES utf8mb4; %s\n' "$load_session"
  for place in "${!shown[@]}"; do
    read_shown "${shown[place]}"
    if [ "$place" -lt "${#databases[@]}" ]; then
      printf '%s;\n' "${fields[0]}"
      continue
    fi
    read_table "${order[place - ${#databases[@]}]}"
    making_statement
  done
}
