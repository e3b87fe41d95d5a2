# Triggers would have changed the rows on their way in.
dump_triggers() {
  local entry
  for entry in "${triggers[@]}"; do
    printf 'USE `%s`;\n' "${entry%%"$mark"*}"
    dump --no-create-info --no-data --triggers -- "${entry%%"$mark"*}" "${entry#*"$mark"}"
  done
}

# Views may build on each other across databases: first a stand-in of each with the right columns, then the views.
dump_views() {
  local entry database name view columns
  for entry in "${views[@]}"; do
    IFS=$mark read -r database name view columns <<<"$entry"
    [ -z "$columns" ] || printf 'CREATE OR REPLACE VIEW %s AS SELECT %s;\n' "$view" "$columns"
  done
  for entry in "${views[@]}"; do
    IFS=$mark read -r database name view columns <<<"$entry"
    [ -n "$columns" ] || continue
    printf 'USE `%s`;\n' "${database//\`/\`\`}"
    dump --skip-triggers -- "$database" "$name"
  done
}

# Views that the donor itself can't read, in rounds since one may need another. No server makes a view whose tables,
# columns or functions are gone: those stay out, and are named.
send_broken_views() {
  local entry database name view columns text left=() again=() error
  for entry in "${views[@]}"; do [ "${entry%"$mark"}" = "$entry" ] || left+=("$entry"); done
  while [ "${#left[@]}" -gt 0 ]; do
    again=()
    for entry in "${left[@]}"; do
      IFS=$mark read -r database name view columns <<<"$entry"
      text=$(on_donor "$database" -e "$donor_session SHOW CREATE VIEW $view")
      text=${text#"$name"$'\t'} text=${text%$'\t'*}
      on_joiner "$database" <<<"$joiner_session ${text%$'\t'*};" 2>"$work/view.err" || again+=("$entry")
    done
    if [ "${#again[@]}" = "${#left[@]}" ]; then break; fi
    left=("${again[@]}")
  done
  for entry in "${again[@]}"; do
    IFS=$mark read -r database name view columns <<<"$entry"
    text=$(on_donor "$database" -e "$donor_session SHOW CREATE VIEW $view")
    text=${text#"$name"$'\t'} text=${text%$'\t'*}
    if error=$(on_joiner "$database" <<<"$joiner_session ${text%$'\t'*};" 2>&1); then continue; fi
    error=${error##*ERROR }
    [[ $error =~ ^(1049|1054|1146|1305|1356) ]] || fail "making the view $view: ERROR $error"
    say "warning: the view $view is left out: ERROR $error"
  done
}
