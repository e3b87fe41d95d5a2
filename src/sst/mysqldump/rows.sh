# The client that loads what a job sends, as a process of its own whose number is known: how much it has read tells how
# far the job is.
receive() {
  local as_process=exec
  printf '%s\n' "$BASHPID" >"$work/$job.pid"
  on_joiner "$@"
}

# The server takes whatever it is sent by LOAD DATA LOCAL and only warns: any warning, and the table is sent again as a dump.
send_rows() {
  local index=${1%%"$mark"*} where=${1#*"$mark"} fields warnings bulk='' versions=''
  # Into an empty table InnoDB then sorts the rows and builds each index at once. It locks the table, so not for ranges.
  # https://mariadb.com/kb/en/server-system-variables/#unique_checks
  [ -n "$where" ] || bulk='SET SESSION unique_checks = 0;'
  IFS=$mark read -ra fields <<<"${tables[index]}"
  [ -z "${fields[12]-}" ] || versions=$take_versions
  warnings=$(on_donor_data <<<"$donor_session $data_session
    SELECT ${fields[7]} FROM ${fields[2]} ${fields[12]-} ${where:+WHERE $where};" |
    receive --local-infile 3<&0 < <(printf '%s' "$joiner_session $bulk $data_session $versions
      LOAD DATA LOCAL INFILE '/dev/fd/3' INTO TABLE ${fields[2]} CHARACTER SET binary (${fields[8]}) ${fields[9]:+SET ${fields[9]}};
      SHOW WARNINGS LIMIT 1;")) || return
  [ -z "$warnings" ] || printf '%s\n' "$index$mark$warnings" >>"$work/doubtful"
}

# A dump's own prologue would forbid the dates that ALLOW_INVALID_DATES let in.
send_dump() {
  local names versions=''
  [ "${#history[@]}" = 0 ] || versions=$take_versions
  IFS=$mark read -ra names <<<"$1"
  { printf '%s\nUSE `%s`;\n' "$joiner_session $data_session SET NAMES utf8mb4; $versions" "${names[0]//\`/\`\`}" &&
    dump "${history[@]}" --compact --no-create-info --skip-triggers -- "${names[@]}"; } | receive --binary-mode
}

send_dump_of_now() {
  local history=()
  send_dump "$1"
}

send_again() {
  local index warnings fields told=() job=again
  [ -e "$work/doubtful" ] || return 0
  while IFS=$mark read -r index warnings; do
    [ -z "${told[index]-}" ] || continue
    told[index]=yes
    IFS=$mark read -ra fields <<<"${tables[index]}"
    # Its versions would end where the donor's time does.
    [ -z "${fields[12]-}" ] || fail "sending ${fields[2]}, whose versions go as rows only: ${warnings//$'\t'/ }"
    say "note: ${fields[2]} is sent again, as a dump: ${warnings//$'\t'/ }"
    on_joiner -e "$joiner_session TRUNCATE TABLE ${fields[2]}"
    send_dump "${fields[0]}$mark${fields[1]}"
  done <"$work/doubtful"
}
