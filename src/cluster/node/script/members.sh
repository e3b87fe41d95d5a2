# Sets others to the other members' addresses, by the list that the engine keeps: name address sql-port galera-port
# ist-port.
read_others() {
  local name address
  others=()
  while read -r name address _; do
    case $name in '' | '#'* | "$node_name") ;; *) others+=("$address") ;; esac
  done <"$state/members"
}

# A host that is gone doesn't answer at all: a second is enough for any other.
port_is_open() {
  local attempt looks
  (exec 3<>"/dev/tcp/$1/$galera_port") 2>/dev/null &
  attempt=$!
  for ((looks = 0; looks < 50; looks++)); do
    kill -0 "$attempt" 2>/dev/null || break
    pause 0.02
  done
  kill -KILL "$attempt" 2>/dev/null || true
  wait "$attempt"
}

# True once one of the peers' galera ports is open. The founder's opens as soon as its component is Primary.
await_open_port() {
  local address tries
  for ((tries = 0; tries < 100; tries++)); do
    for address in ${peers//,/ }; do
      ! port_is_open "$address" || return 0
    done
    [ -z "$asked_to_stop" ] || return 1
    pause 0.1
  done
  say "none of $peers opened its galera port"
  return 1
}

# Who answers at an address: nothing where its galera port is closed; else the address, and whether its server is
# in a Primary component. An open port alone means little: a node that lost its quorum keeps it open.
ask_member() {
  local address=$1
  port_is_open "$address" || return 0
  ask_status "$address" wsrep_cluster_status
  case $answer in
    *[Cc]ertificate*)
      say "can't trust $address: ${answer#*: }; one of us may have another cluster's certificate"
      ;;
    # Someone dropped our account, or uses up all connections: its word can't be had, so the port has to do.
    *Primary | *'ERROR 1045'* | *'1040 - Too many'* | *'ERROR 1040'*)
      [[ $answer == *non-Primary* ]] || printf '%s primary\n' "$address"
      ;;
    *) printf '%s online\n' "$address" ;;
  esac
}

# Sets peers to the addresses of all online members, all asked at the same time; to nothing unless one of them is
# Primary.
find_peers() {
  local answers address
  read_others
  answers=$(for address in "${others[@]}"; do ask_member "$address" & done; wait)
  peers=''
  [[ $answers == *primary* ]] || return 0
  while read -r address _; do peers+=,$address; done <<<"$answers"
  peers=${peers#,}
}
