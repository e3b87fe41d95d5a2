# The rows of tables of the mysql database as statements. Not by mariadb-dump, which reads with the settings that the donor's user
# has made for all sessions: with a sql_select_limit it leaves out columns.
system_statements() {
  local name numbers=()
  for name in "$@"; do numbers+=("${system_numbers["\`$name\`"]}"); done
  printf 'SET NAMES utf8mb4; %s\n' "$load_session"
  on_donor_data --raw < <(write_statements "${numbers[@]}")
}

# Accounts, routines and events lie in tables of the mysql database. Where both sides' tables are alike, or the joiner is
# newer, the joiner's stay and take the rows.
send_system_tables() {
  local entry name names=() whole=() same_version='' line fields shown
  [ "${donor_version%.*}" != "${joiner_version%.*}" ] || same_version=yes
  { printf '%s\nUSE mysql;\n' "$joiner_session"
    for entry in "${system_tables[@]}"; do
      name=${entry%"$mark"*}
      names+=("$name")
      if [ -n "${joiner_system[$name]-}" ] && { [ -z "$same_version" ] || [ "${joiner_system[$name]}" = "${entry#*"$mark"}" ]; }; then
        printf 'DELETE FROM `%s`;\n' "$name"
      else
        whole+=("$name")
        printf 'DROP TABLE IF EXISTS `%s`;\n' "$name"
      fi
      unset "joiner_system[$name]"
    done
    if [ -n "$same_version" ]; then
      for name in "${!joiner_system[@]}"; do printf 'DROP TABLE `%s`;\n' "$name"; done
    fi
    show utf8mb4 < <([ "${#whole[@]}" = 0 ] || printf 'SHOW CREATE TABLE mysql.`%s`;\n' "${whole[@]}")
    for line in "${shown[@]}"; do
      read_shown "$line"
      printf '%s;\n' "${fields[0]}"
    done
    system_statements "${names[@]}"
  } | on_joiner
}
