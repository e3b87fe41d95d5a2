# Accounts, routines and events lie in tables of the mysql database. Where both sides' tables are alike, or the joiner is
# newer, the joiner's stay and take the rows.
send_system_tables() {
  local entry name same=() whole=() same_version=''
  [ "${donor_version%.*}" != "${joiner_version%.*}" ] || same_version=yes
  { printf '%s\nUSE mysql;\n' "$joiner_session"
    for entry in "${system_tables[@]}"; do
      name=${entry%"$mark"*}
      if [ -n "${joiner_system[$name]-}" ] && { [ -z "$same_version" ] || [ "${joiner_system[$name]}" = "${entry#*"$mark"}" ]; }; then
        same+=("$name")
        printf 'DELETE FROM `%s`;\n' "$name"
      else
        whole+=("$name")
      fi
      unset "joiner_system[$name]"
    done
    if [ -n "$same_version" ]; then
      for name in "${!joiner_system[@]}"; do printf 'DROP TABLE `%s`;\n' "$name"; done
    fi
    # Without --events the data of mysql.event is skipped.
    dump --events --no-create-info --complete-insert --skip-triggers mysql "${same[@]}" &&
      { [ "${#whole[@]}" = 0 ] || dump --events --skip-triggers mysql "${whole[@]}"; }
  } | on_joiner
}
