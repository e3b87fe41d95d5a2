# Does what the order asks for that ends no wait, and answers in the container's log (askNode.ts).
answer_request() {
  local text=''
  case $asked in
    measure) text=$(measure "$data" "$home" 9<&-) || return 0 ;;
    members=*) keep_members "${asked#members=}" || return 0 ;;
  esac
  say_line "galera-answer: boot=$boot seal=$seal to=$order_seal $text"
}

# "name:address:sql-port:galera-port:ist-port", with a comma between members: the list as read_others reads it.
keep_members() {
  local list=${1//,/$'\n'}
  printf '%s\n' "${list//:/ }" >"$state/members.new" && mv -f "$state/members.new" "$state/members"
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
