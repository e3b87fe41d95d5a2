# A view beneath may have been altered since, so that nothing can be written through: no server makes the check of such
# a view.
send_checks() {
  local file name error
  for file in "$work"/checking.*.sql; do
    [ -e "$file" ] || return 0
    if make_view "$file"; then continue; fi
    error=$(errors_of "$work"/view.*) name=$(<"${file%.sql}.name")
    [[ $error =~ ^ERROR\ 1368\  ]] || fail "making the view $name: $error"
    say "warning: the view $name is made without its CHECK OPTION: ${error/ at line [0-9]*:/:}"
  done
}

# Views that the donor itself can't read, or whose column it can't name, in rounds since one may need another. No server
# makes a view whose tables, columns or functions are gone, or upon a column without a printable character in its name:
# those stay out, and are named.
send_broken_views() {
  local file left=("$work"/broken.*.sql) again name error
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
    [[ $error =~ ^ERROR\ (1049|1054|1146|1166|1305|1356)\  ]] || fail "making the view $name: $error"
    say "warning: the view $name is left out: ${error/ at line [0-9]*:/:}"
  done
}

# What a client says of one that it can't make isn't the transfer's error yet.
make_view() {
  local errors=$work/view
  rm -f "$errors".*
  { printf '%s\n' "$joiner_session" && cat "$1"; } | on_joiner
}
