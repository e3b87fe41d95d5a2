# Sets answer to what a client says within 3 s, with its errors where it is asked for those. Returns its status, or
# 124 where it hasn't said all by then. It is the one process that this takes: as a command's output, under a watch,
# it would be three.
# https://www.gnu.org/software/bash/manual/bash.html#Process-Substitution
ask() {
  local errors=$1 said client status=0
  shift
  if [ "$errors" = with_errors ]; then
    exec {said}< <(exec "$@" 2>&1)
  else
    exec {said}< <(exec "$@" 2>/dev/null)
  fi
  client=$!
  # At its end there is no line more: that is status 1.
  IFS= read -r -d '' -t 3 -u "$said" answer || status=$?
  [ "$status" -le 1 ] || kill -KILL "$client" 2>/dev/null || true
  exec {said}<&-
  answer=${answer%$'\n'}
  if [ "$status" -gt 1 ]; then
    wait "$client" 2>/dev/null || true
    return 124
  fi
  wait "$client"
}

# The password goes through a descriptor, and only to a server that proves itself by the cluster's authority.
monitor_account() {
  printf '[client]\nuser=galera_monitor\npassword=%s\n' "$monitor_password"
  [ ! -e "$tls/ca.pem" ] || printf 'ssl-ca=%s\nssl-verify-server-cert\n' "$tls/ca.pem"
}

# What the server at an address answers our monitor to a statement; options of the client may follow.
ask_as_monitor() {
  ask "$1" mariadb --defaults-file=<(monitor_account) --protocol=tcp --host="$2" --connect-timeout=2 \
    --skip-column-names --batch "${@:4}" -e "$3"
}

# What this node's own server answers root.
ask_as_root() {
  ask "$1" mariadb --no-defaults --socket=/run/mysqld/mysqld.sock --skip-column-names --batch -e "$2"
}

# A status variable of the member at an address, or what went wrong.
ask_status() { ask_as_monitor with_errors "$1" "SHOW GLOBAL STATUS LIKE '$2'" || true; }

# The server's wsrep_local_state, by its own word; nothing where it doesn't answer. root's socket takes one more than
# all connections.
ask_own_state() {
  local statement="SHOW GLOBAL STATUS LIKE 'wsrep_local_state'"
  ask_as_root only "$statement" || ask_as_monitor only 127.0.0.1 "$statement" --skip-ssl-verify-server-cert || true
  answer=${answer##*$'\t'}
}
