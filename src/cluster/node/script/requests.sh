# Does what the order asks for that ends no wait, and answers in the container's log (askNode.ts).
answer_request() {
  local text=''
  case $asked in
    measure) text=$(measure "$data" "$home" 9<&-) || return 0 ;;
    members=*) keep_members "${asked#members=}" || return 0 ;;
  esac
  say_line "galera-answer: boot=$boot seal=$seal to=$order_seal $text"
}

# "#:when-it-was-made,name:address:sql-port:galera-port:ist-port,…": the list as read_others reads it. Who gave it may
# have waited in vain by then, and have written it, or a later one, by himself: that one stays.
keep_members() {
  local list=${1//,/$'\n'} given known=0 first=''
  list=${list//:/ }
  [[ $list =~ ^'# '([0-9]{1,15})$'\n' ]] || return 1
  given=${BASH_REMATCH[1]}
  # One of an earlier version of ours doesn't say when.
  IFS= read -r first <"$state/members" || true
  if [[ $first =~ ^'# '([0-9]{1,15})$ ]]; then known=${BASH_REMATCH[1]}; fi
  [ "$given" -gt "$known" ] || return 1
  printf '%s\n' "$list" >"$state/members.new" && mv -f "$state/members.new" "$state/members"
}

# No order is for a server, but what the engine asks meanwhile is answered.
answer_requests() {
  local status
  while [ -n "$hears" ]; do
    status=0
    read_order 3600 || status=$?
    if [ "$status" = 0 ] && is_order; then answer_request; fi
  done
}
