# ---- From here on: how a node of this cluster waits for its turn. The guard's rules are in decide(). ----

# A volume that all nodes share. In it each has a lock (start.sh), which it holds as long as its container lives and
# which goes with it whatever ends it, and a file that says what it holds and what it is about.
guard=/guard
# Where GALERA_BOOTSTRAP chooses whose data count: "g2@UUID:SEQNO".
chosen=${GALERA_BOOTSTRAP-}

# Nobody gives orders here.
journal() { :; }

# All of it or nothing: the others decide by it.
report() {
  local view value
  read_own "$served/view"
  view=${value%$'\n'}
  [[ $view =~ ^[a-z0-9,]*$ ]] || view=''
  {
    printf '%s\n' "phase=$1" "uuid=$uuid" "seqno=$seqno" "safe=$safe_to_bootstrap" "origin=$origin" "view=$view" \
      >"$guard/$node_name.new" && mv -f "$guard/$node_name.new" "$guard/$node_name"
  } || fail_to_write 'its report'
}

# Whether a member's container lives.
is_up() {
  [ -e "$guard/$1.lock" ] || return 1
  ! (flock -n -s 6) 6<"$guard/$1.lock"
}
