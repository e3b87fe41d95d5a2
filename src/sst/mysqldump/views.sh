# Triggers and views. No server makes a trigger that sets or reads a column which its table has lost since; on the donor
# no row gets in by it either.
send_objects() {
  local errors=$work/making made line next at='' error=''
  { printf '%s\n' "${joiner_session//$'\n'/ }" && run_program objects && printf "SELECT 'made';\n"; } |
    to_file objects.sql
  made=$(on_joiner --force <"$work/objects.sql")
  cat "$errors".* >"$work/unmade"
  while IFS= read -r line; do
    # What a message quotes may have newlines.
    if [[ $line =~ ^ERROR\ [0-9]+\ \([0-9A-Z]+\)\ at\ line\ ([0-9]+): ]]; then
      next=${BASH_REMATCH[1]}
      heed_unmade "$at" "$error"
      at=$next error=$line
    else
      error+=${line:+ $line}
    fi
  done <"$work/unmade"
  heed_unmade "$at" "$error"
  [ "$made" = made ] || fail 'making triggers and views: the joiner has not taken all of them'
}

heed_unmade() {
  local error
  [ -n "$2" ] || return 0
  object_at "${1:-0}"
  error=$(without_values <<<"$2" | without_line)
  [[ $object =~ ^trigger && $2 =~ ^ERROR\ 1054\ .*\ in\ \'(NEW|OLD)\'$ ]] || fail "making the $object: $error"
  say "warning: the $object is left out: $error"
}

# Which trigger or view a line of objects.sql belongs to, behind that of the session.
object_at() {
  local at kind name
  object='first of triggers and views'
  while IFS=$'\t' read -r at kind name; do
    [ "$at" -lt "$1" ] || break
    object="$kind $name"
  done <"$work/objects.names"
}

# A view beneath may have been altered since, so that nothing can be written through: no server makes the check of such
# a view.
send_checks() {
  local file name error
  for file in "$work"/checking.*.sql; do
    [ -e "$file" ] || return 0
    if make_view "$file"; then continue; fi
    error=$(errors_of "$work"/view.*) name=$(<"${file%.sql}.name")
    [[ $error =~ ^ERROR\ 1368\  ]] || fail "making the view $name: $error"
    say "warning: the view $name is made without its CHECK OPTION: $(without_line <<<"$error")"
  done
}

# Views that the donor itself can't read, or whose column it can't name, in rounds since one may need another. No server
# makes a view whose tables, columns or functions are gone, or upon a column without a printable character in its name:
# those stay out, and are named.
send_broken_views() {
  local file left=("$work"/broken.*.sql) again name error
  while IFS= read -r name && IFS= read -r -u 8 error; do
    say "warning: the view $name is left out: $(without_line <<<"$error")"
  done <"$work/unshown" 8<"$work/unshown.why"
  [ -e "${left[0]}" ] || return 0
  while [ "${#left[@]}" -gt 0 ]; do
    again=()
    for file in "${left[@]}"; do make_view "$file" || again+=("$file"); done
    if [ "${#again[@]}" = "${#left[@]}" ]; then break; fi
    left=("${again[@]}")
  done
  for file in "${left[@]}"; do
    if make_view "$file"; then continue; fi
    error=$(errors_of "$work"/view.*) name=$(<"${file%.sql}.name")
    [[ $error =~ ^ERROR\ [0-9]+\  && ! $error =~ $hindered ]] || fail "making the view $name: $error"
    say "warning: the view $name is left out: $(without_line <<<"$error")"
  done
}

# What a client says of one that it can't make isn't the transfer's error yet.
make_view() {
  local errors=$work/view
  rm -f "$errors".*
  { printf '%s\n' "$joiner_session" && cat "$1"; } | on_joiner
}
