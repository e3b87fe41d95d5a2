# Accounts, routines and events lie in tables of the mysql database. Where both sides' tables are alike, or the joiner
# is newer, the joiner's stay and take the rows. A name is a key as the client gives it: unset would run what is in it.
read_system_tables() {
  local entry key name whole=() same_version='' line fields
  [ "${donor_version%.*}" != "${joiner_version%.*}" ] || same_version=yes
  printf '%s\n%s\nUSE mysql;\n' "$joiner_session" "$take_versions"
  for entry in "${system_tables[@]}"; do
    key=${entry%"$mark"*} name=$key
    decode name
    if [ -n "${joiner_system[$key]-}" ] &&
      { [ -z "$same_version" ] || [ "${joiner_system[$key]}" = "${entry#*"$mark"}" ]; }; then
      printf 'DELETE FROM %s;\n' "$name"
    else
      whole+=("$name")
      printf 'DROP TABLE IF EXISTS %s;\n' "$name"
    fi
    sent_system[$key]=yes
  done
  if [ -n "$same_version" ]; then
    for key in "${!joiner_system[@]}"; do
      name=$key
      decode name
      [ -n "${sent_system[$key]-}" ] || printf 'DROP TABLE %s;\n' "$name"
    done
  fi
  [ "${#whole[@]}" = 0 ] || printf 'SHOW CREATE TABLE mysql.%s;\n' "${whole[@]}" >"$work/ask.whole"
  if [ -e "$work/ask.whole" ]; then
    show utf8mb4 whole
    while IFS= read -r line; do
      read_shown "$line"
      printf '%s;\n' "${fields[0]}"
    done <"$work/shown.whole"
  fi
  printf 'SET NAMES utf8mb4; %s\n' "$load_session"
  read_statements system
}

# The fields of an answer, behind the name.
read_shown() {
  local kind rest field
  read_row "$1"
  IFS=$mark read -ra fields <<<"$rest"
  for field in "${!fields[@]}"; do printf -v "fields[$field]" %b "${fields[field]}"; done
}
