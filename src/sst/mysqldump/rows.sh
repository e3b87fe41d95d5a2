# The client that loads what a job sends, as a process of its own whose number is known: how much it has read tells how
# far the job is.
receive() {
  local as_process=exec
  printf '%s\n' "$BASHPID" >"$work/$job.pid"
  on_joiner "$@"
}

# The server takes whatever it is sent by LOAD DATA LOCAL and only warns: any warning, and the table is sent again as
# statements.
send_rows() {
  # shellcheck disable=SC2086
  local $table_fields index=${1%%"$mark"*} where=${1#*"$mark"} warnings bulk='' all=''
  read_table "$index"
  [ "$versions" != all ] || all='FOR SYSTEM_TIME ALL'
  # Into an empty table InnoDB then sorts the rows and builds each index at once. It locks the table, so not for ranges.
  # https://mariadb.com/kb/en/server-system-variables/#unique_checks
  [ -n "$where" ] || bulk='SET SESSION unique_checks = 0;'
  warnings=$(on_donor_data <<<"$donor_session $data_session
    SELECT $selected FROM $table $all ${where:+WHERE $where};" |
    receive --local-infile 3<&0 < <(printf '%s' "$joiner_session
      SET SESSION max_error_count = 65535; $bulk $data_session ${all:+$take_versions}
      LOAD DATA LOCAL INFILE '/dev/fd/3' INTO TABLE $table CHARACTER SET binary ($taken) ${assigned:+SET $assigned};
      SHOW WARNINGS;")) || return
  warnings=$(doubts "$enums" <<<"$warnings")
  [ -z "$warnings" ] || printf '%s\n' "$index$mark$warnings" >>"$work/doubtful"
}

# The first of the warnings that leaves a doubt: an ENUM's error value, which no number but 0 names, always has one.
doubts() {
  local line column known=0
  while IFS= read -r line; do
    known=$((known + 1))
    column=${line#*$'\t1265\tData truncated for '}
    if [ -n "$line" ] && { [ "$column" = "$line" ] || [[ $1 != *"${column% *}"* ]]; }; then
      printf '%s\n' "$line"
      return
    fi
  done
  # Of more than that the server keeps none.
  [ "$known" -lt 65535 ] || printf 'Warning\t1265\tmore warnings than are kept\n'
}

# Of the tables of these numbers an INSERT for so many rows each, which the donor's server writes and one client passes
# on. A sequence is one row, whatever made it what it is.
write_statements() {
  # shellcheck disable=SC2086
  local $table_fields index all
  printf '%s\n%s\n' "$donor_session" "$data_session"
  for index in "$@"; do
    read_table "$index"
    all=''
    [ "$versions" != all ] || all='FOR SYSTEM_TIME ALL'
    printf "SET @row = -1;\nSELECT IF((@row := @row + 1) %% %s = 0, %s, ','), '(', %s, ')' FROM %s %s;\nSELECT ';';\n" \
      "$rows_each" "$insert" "$literals" "$table" "$all"
  done
}

send_statements() {
  local indexes
  IFS=$mark read -ra indexes <<<"$1"
  { printf '%s\nSET NAMES utf8mb4; %s %s\n' "$joiner_session" "$load_session" "$take_versions" &&
    on_donor_data --raw < <(write_statements "${indexes[@]}"); } | receive
}

# What makes the joiner's table that was read empty again: of one with versions a DELETE would leave every row as
# history, and TRUNCATE would begin the AUTO_INCREMENT of any other anew.
empty_table() {
  local fields shown
  printf '%s\nSET NAMES utf8mb4; %s\n' "$joiner_session" "$load_session"
  if [ -z "$versions" ]; then
    printf 'DELETE FROM %s;\n' "$table"
  else
    show utf8mb4 <<<"SHOW CREATE TABLE $table;"
    read_shown "${shown[0]}"
    printf 'DROP TABLE %s;\n' "$table"
    making_statement
  fi
}

send_again() {
  # shellcheck disable=SC2086
  local $table_fields index warnings told=() job=again
  [ -e "$work/doubtful" ] || return 0
  while IFS=$mark read -r index warnings; do
    [ -z "${told[index]-}" ] || continue
    told[index]=yes
    read_table "$index"
    warnings=$(without_values <<<"${warnings//$'\t'/ }")
    say "note: ${table//$'\n'/ } is sent again, as statements: $warnings"
    empty_table | on_joiner
    send_statements "$index"
  done <"$work/doubtful"
}
