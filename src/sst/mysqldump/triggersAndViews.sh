# Triggers would have changed the rows on their way in. Each is made under what it was made under: SQL mode, character
# sets, and its database's collation of that time.
make_triggers() {
  local entry place database name fields shown used='' made='' collation own asked=() owners=() owns=()
  for entry in "${triggers[@]}"; do
    # One for several events is in several rows.
    [[ "$made" != *"$mark$mark$entry$mark$mark"* ]] || continue
    made+=$mark$mark$entry$mark$mark
    own=${collations[${entry%"$mark"*}]}
    IFS=$mark read -r database name <<<"$entry"
    decode database name
    asked+=("SHOW CREATE TRIGGER $database.$name;") owners+=("$database") owns+=("$own")
  done
  show binary < <(printf '%s\n' "${asked[@]}")
  for place in "${!shown[@]}"; do
    read_shown "${shown[place]}"
    database=${owners[place]} own=${owns[place]} collation=${fields[4]}
    printf 'SET NAMES utf8mb4;\n'
    if [ "$database" != "$used" ]; then printf 'USE %s;\n' "$database"; fi
    used=$database
    [ "$collation" = "$own" ] || printf 'ALTER DATABASE %s COLLATE %s;\n' "$database" "$collation"
    printf "SET SESSION sql_mode = '%s', character_set_client = %s, collation_connection = %s;\n" \
      "${fields[0]}" "${fields[2]}" "${fields[3]}"
    printf 'DELIMITER ;;\n%s\n;;\nDELIMITER ;\n' "${fields[1]}"
    [ "$collation" = "$own" ] || printf 'ALTER DATABASE %s COLLATE %s;\n' "$database" "$own"
  done
}

# The statements that make a view of a database, as the donor shows it: it names functions of that database without it.
view_statements() {
  printf 'SET NAMES utf8mb4;\nUSE %s;\nSET SESSION character_set_client = %s, collation_connection = %s;\n' \
    "$1" "${fields[1]}" "${fields[2]}"
  printf 'CREATE OR REPLACE%s;\n' "${fields[0]#CREATE}"
}

# Views may build on each other across databases: first a stand-in of each with the right columns, then the views,
# without the check of what is written through them: no stand-in can be written through. The statements for that are
# left in files.
make_views() {
  local entry database view stand_in fields shown place asked=() owners=() names=()
  printf "SET NAMES utf8mb4; SET SESSION sql_mode = '';\n"
  for entry in "${views[@]}"; do
    IFS=$mark read -r database view stand_in <<<"$entry"
    decode database view stand_in
    [ -n "$stand_in" ] || continue
    printf 'CREATE VIEW %s AS SELECT %s;\n' "$view" "$stand_in"
    asked+=("SHOW CREATE VIEW $view;") owners+=("$database") names+=("${view//$'\n'/ }")
  done
  show binary < <(printf '%s\n' "${asked[@]}")
  for place in "${!shown[@]}"; do
    read_shown "${shown[place]}"
    if [[ ${fields[0]} =~ ' WITH '(CASCADED|LOCAL)' CHECK OPTION'$ ]]; then
      view_statements "${owners[place]}" >"$work/checking.$place"
      printf '%s' "${names[place]}" >"$work/checked.$place"
      fields[0]=${fields[0]%"${BASH_REMATCH[0]}"}
    fi
    view_statements "${owners[place]}"
  done
}

# A view beneath may have been altered since, so that nothing can be written through: no server makes the check of such
# a view.
send_checks() {
  local errors=$work/check file error
  for file in "$work"/checking.*; do
    [ -e "$file" ] || return 0
    rm -f "$errors".*
    { printf "%s SET SESSION sql_mode = '';\n" "$joiner_session" && cat "$file"; } >"$work/statement"
    if on_joiner <"$work/statement"; then continue; fi
    error=$(errors_of "$errors".*)
    [[ $error =~ ^ERROR\ 1368\  ]] || fail "making the view $(<"$work/checked.${file##*.}"): $error"
    say "warning: the view $(<"$work/checked.${file##*.}") is made without its CHECK OPTION:" \
      "${error/ at line [0-9]*:/:}"
  done
}

# Views that the donor itself can't read, or whose column it can't name, in rounds since one may need another. No server
# makes a view whose tables, columns or functions are gone, or upon a column without a printable character in its name:
# those stay out, and are named.
send_broken_views() {
  local entry database view stand_in fields shown place left=() again asked=() owners=() names=() error
  for entry in "${views[@]}"; do
    IFS=$mark read -r database view stand_in <<<"$entry"
    decode database view
    [ -z "$stand_in" ] || continue
    asked+=("SHOW CREATE VIEW $view;") owners+=("$database") names+=("${view//$'\n'/ }")
  done
  [ "${#names[@]}" -gt 0 ] || return 0
  show binary < <(printf '%s\n' "${asked[@]}")
  left=("${!names[@]}")
  while [ "${#left[@]}" -gt 0 ]; do
    again=()
    for place in "${left[@]}"; do make_view || again+=("$place"); done
    if [ "${#again[@]}" = "${#left[@]}" ]; then break; fi
    left=("${again[@]}")
  done
  for place in "${left[@]}"; do
    if make_view; then continue; fi
    error=$(errors_of "$work"/view.*)
    [[ $error =~ ^ERROR\ (1049|1054|1146|1166|1305|1356)\  ]] || fail "making the view ${names[place]}: $error"
    say "warning: the view ${names[place]} is left out: ${error/ at line [0-9]*:/:}"
  done
}

# The one whose number is in `place`.
make_view() {
  local errors=$work/view
  rm -f "$errors".*
  read_shown "${shown[place]}"
  { printf "%s SET SESSION sql_mode = '';\n" "$joiner_session" && view_statements "${owners[place]}"; } \
    >"$work/statement"
  on_joiner <"$work/statement"
}
