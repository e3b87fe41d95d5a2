# The rows of tables of the mysql database as statements. Not by mariadb-dump, which reads with the settings that the
# donor's user has made for all sessions: with a sql_select_limit it leaves out columns.
system_statements() {
  # shellcheck disable=SC2086
  local $table_fields entry numbers=()
  for entry in "$@"; do
    read_table "${system_numbers[$entry]}"
    if has_rows; then numbers+=("${system_numbers[$entry]}"); fi
  done
  printf 'SET NAMES utf8mb4; %s\n' "$load_session"
  on_donor_data --raw < <(write_statements "${numbers[@]}")
}

# Accounts, routines and events lie in tables of the mysql database. Where both sides' tables are alike, or the joiner
# is newer, the joiner's stay and take the rows. A name is a key as the client gives it: unset would run what is in it.
send_system_tables() {
  local entry key name keys=() whole=() same_version='' line fields shown
  [ "${donor_version%.*}" != "${joiner_version%.*}" ] || same_version=yes
  { printf '%s\nUSE mysql;\n' "$joiner_session"
    for entry in "${system_tables[@]}"; do
      key=${entry%"$mark"*} name=$key
      decode name
      keys+=("$key")
      if [ -n "${joiner_system[$key]-}" ] &&
        { [ -z "$same_version" ] || [ "${joiner_system[$key]}" = "${entry#*"$mark"}" ]; }; then
        printf 'DELETE FROM %s;\n' "$name"
      else
        whole+=("$name")
        printf 'DROP TABLE IF EXISTS %s;\n' "$name"
      fi
      joiner_system[$key]=''
    done
    if [ -n "$same_version" ]; then
      for key in "${!joiner_system[@]}"; do
        name=$key
        decode name
        [ -z "${joiner_system[$key]}" ] || printf 'DROP TABLE %s;\n' "$name"
      done
    fi
    show utf8mb4 < <([ "${#whole[@]}" = 0 ] || printf 'SHOW CREATE TABLE mysql.%s;\n' "${whole[@]}")
    for line in "${shown[@]}"; do
      read_shown "$line"
      printf '%s;\n' "${fields[0]}"
    done
    system_statements "${keys[@]}"
  } | on_joiner
}
