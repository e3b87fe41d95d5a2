#!/bin/bash
# Boots one Galera node: prepares its data directory, finds its position, waits until a member is online or the
# engine hands over the token to bootstrap, then runs the server. It never founds a cluster by itself.
# It must work in any image with bash, coreutils, mariadbd >= 10.6 and a Galera provider, with or without an
# entrypoint of the image's own.
set -Eeuo pipefail
umask 077

home=/var/lib/mysql
data=$home/data
state=$home/galera
tls=$state/tls
config=/etc/galera-clusters/server.cnf
run=/run/galera-clusters
# What the server's user may write: root writes nothing below these, nor in the data directory, where a server that isn't its own
# master any more could have put a link.
marks=$run/server
served=$state/served
prepared=/var/lib/galera-prepared
zero_uuid=00000000-0000-0000-0000-000000000000
# Why what is here is no state: a mark of ours each, since grastate.dat's zero UUID alone doesn't say so. The server writes
# that for as long as any DDL runs, and while a joiner waits for what it needs. A transfer by mysqldump makes the
# first before it alters anything here (schema.sh); of both, notify.sh takes away what a transfer has made good.
broken_transfer=$data/mysql/galera_transfer.frm
given_up=$data/galera_given_up
# Where the last server began, and how that was known: "uuid:seqno origin".
began_at=$data/galera_began
galera_port=4567

boot=''
server_pid=''
asked_to_stop=''

say_line() { printf '%s\n' "$*" >&2; }
# Each line names its boot once there is one: a server's log may have lines in it that clients have made up (nodeLog.ts).
say() { say_line "galera-node: ${boot:+boot=$boot }$*"; }

fail() {
  say "error: $*"
  exit 1
}

fail_to_write() {
  local blocks
  blocks=$(df --output=avail --block-size=4096 "$home" | tail -n 1)
  [ "$blocks" -ge 16 ] || fail "$1 could not be written: the disk is full"
  fail "$1 could not be written"
}

# The server gets the signal that this shell, being process 1, would swallow.
stop_server() {
  asked_to_stop=yes
  [ -z "$server_pid" ] || kill -TERM "$server_pid" 2>/dev/null || true
}

# A donor that loses its quorum while it sends, and so can't tell the group that it has ended, is a donor for good in each component
# that it is in from then on, and sends nobody anything: seen with Galera 26.4.23. It serves nobody now; begun anew it is none.
end_stuck_donor() {
  say 'the server could not say that its transfer has ended, and would be a donor for good; ending it to start again'
  : >"$run/hung"
  [ -z "$server_pid" ] || kill -TERM "$server_pid" 2>/dev/null || true
}

# Whether a file of the server's is there: root doesn't follow links or wait for pipes that were put in its place, and takes no file of
# its own that has two names for one.
is_own() { [ -f "$1" ] && [ ! -L "$1" ] && { [ ! -O "$1" ] || [ "$(stat -c %h "$1")" = 1 ]; }; }

# Sets value to what such a file begins with, to nothing where there is none. What starts no process starts sooner.
read_own() {
  value=''
  ! is_own "$1" || IFS= read -r -d '' -n 4096 value <"$1" || true
}

# Whether a script has left a mark there, ours or the server's own: what a client's query writes (INTO OUTFILE), everybody may read.
is_mark() { is_own "$1" && [[ $(stat -c %A "$1") != *r?? ]]; }

# A pause that a signal ends at once and that starts no process.
pause() { read -r -t "$1" <>"$run/never" || true; }

# name=value, one a line: what the engine reads to decide who may bootstrap (bootReport.ts). All of it or nothing: on a full
# disk half of it could pass for another.
report() {
  local value view
  read_own "$served/view"
  view=${value%$'\n'}
  [[ $view =~ ^[a-z0-9,]*$ ]] || view=''
  printf '%s\n' "boot=$boot" "phase=$1" "step=$step" "uuid=$uuid" "seqno=$seqno" "safe_to_bootstrap=$safe_to_bootstrap" \
    "origin=$origin" "view=$view" >"$state/boot.new" && mv -f "$state/boot.new" "$state/boot" || fail_to_write 'its report'
  journal "$1" "$view"
}

# The same in one line of the container's log, which the engine reads at no cost (journal.ts); with a seal, since a server's
# log may have lines in it that clients have made up.
journal() {
  say_line "galera-boot: boot=$boot seal=$seal phase=$1 step=$step uuid=$uuid seqno=$seqno" \
    "safe_to_bootstrap=$safe_to_bootstrap origin=$origin view=$2"
}

find_provider() {
  local path
  for path in /usr/lib/galera/libgalera_smm.so /usr/lib/libgalera_smm.so /usr/lib64/galera-4/libgalera_smm.so \
    /usr/lib64/galera/libgalera_smm.so; do
    if [ -e "$path" ]; then
      printf '%s' "$path"
      return
    fi
  done
  fail 'this image has no Galera provider'
}

# The first errors in a program's output last, so that the cause is among the log's last lines.
fail_with_output() {
  cat "$2" >&2
  grep -i error "$2" | head -n 5 >&2 || true
  fail "$1"
}

# Installs the image's system tables, once for all nodes of this image: they share a volume for it, which is read-only but for the
# container that is made to do this, so that no server of any cluster can change what others begin with (preparedVolume.ts). Two that
# do it at the same time each make their own; the first to finish is everybody's.
prepare_data() {
  local own=$prepared_data.$boot
  if [ ! -d "$prepared_data" ]; then
    say "installing this image's system tables"
    mariadb-install-db --no-defaults --datadir="$own" --user=mysql --skip-test-db --skip-name-resolve \
      --auth-root-authentication-method=socket >"$run/install.log" 2>&1 ||
      [ -d "$prepared_data" ] || fail_with_output 'mariadb-install-db failed' "$run/install.log"
    sync -f "$prepared"
    mv -T "$own" "$prepared_data" 2>/dev/null || true
    [ -d "$prepared_data" ] || fail 'the prepared data directory could not be put in its place'
  fi
  # What lost the race, or was killed in it. One that is still at it writes on for a moment, and clears up itself.
  rm -rf "$prepared_data".* 2>/dev/null || true
}
# What another version of ours prepared in another way is not taken for this one's.
prepared_data=$prepared/data-$(declare -f prepare_data | cksum | cut -d ' ' -f 1)

# Whoever was to prepare may have been killed in it: then a node does it for itself.
require_prepared() {
  [ ! -d "$prepared_data" ] || return 0
  prepared=$home/prepared
  prepared_data=$prepared/data
  rm -rf "$prepared"
  mkdir "$prepared"
  # The server's user goes through it.
  chmod 755 "$prepared"
  prepare_data
}

# A server whose gcache doesn't fit on the disk is ended by a signal that tells nobody why.
require_room() {
  local gcache needed free
  gcache=$(sed -n 's/.*gcache\.size=\([0-9]*[KMGkmg]\{0,1\}\).*/\1/p' "$config" | head -n 1)
  needed=$(($(du -s --apparent-size --block-size=1M "$prepared_data" | cut -f 1) + $(numfmt --from=iec "${gcache^^}") / 1048576))
  free=$(df --output=avail --block-size=1M "$home" | tail -n 1)
  [ "$free" -ge "$needed" ] || fail "no space left on device: an empty node takes $needed MB, and $((free)) MB are free"
}

# Fills an empty data directory beside its final place, so that a kill midway leaves nothing half-made under
# the final name. The accounts are the same on every node before it joins: a mysqldump SST logs in with them. They
# lie in Aria tables, so InnoDB needn't start for them. With the seed, which the nodes of a new cluster share, the
# directory is that history's position 0, and whoever joins needs the writesets only.
initialise_data() {
  local fresh=$home/data.new seed_uuid='' seed_time=''
  require_prepared
  require_room
  if [ -e "$state/seed" ]; then read -r seed_uuid seed_time <"$state/seed" || true; fi
  say 'initialising an empty data directory'
  rm -rf "$fresh"
  cp -a --sparse=always "$prepared_data" "$fresh"
  rm -rf "$home/prepared"
  { printf 'SET timestamp = %s;\n' "${seed_time:-DEFAULT}" && cat "$state/accounts.sql"; } |
    mariadbd --no-defaults --datadir="$fresh" --user=mysql --bootstrap --innodb=OFF --default-storage-engine=Aria \
      >"$run/install.log" 2>&1 ||
    fail_with_output 'creating the accounts failed' "$run/install.log"
  if [ -n "$seed_uuid" ]; then
    write_durably "$fresh/grastate.dat" "$(printf '# GALERA saved state\nversion: 2.1\nuuid:    %s\nseqno:   0\nsafe_to_bootstrap: 0' "$seed_uuid")"
    # For once: data that is lost later comes back by a transfer.
    mv -f "$state/seed" "$state/spent-seed"
  fi
  sync -f "$fresh"
  mv "$fresh" "$data"
}

# Sets value to what grastate.dat has under a name, to nothing where it hasn't.
read_grastate() {
  local name rest text
  read_own "$data/grastate.dat"
  text=$value
  value=''
  while read -r name rest; do
    [ "$name" != "$1:" ] || value=$rest
  done <<<"$text"
}

# Runs something as the server's user.
as_server() { chroot --userspec=mysql / "$@"; }

# Puts a text under a name in a data directory: all of it or nothing, whatever happens in between.
write_durably() {
  as_server bash -c 'rm -f "$1.new" && printf "%s\n" "$2" >"$1.new" && sync "$1.new" && mv -f "$1.new" "$1" && sync "${1%/*}"' _ "$1" "$2" ||
    fail_to_write "${1##*/}"
}

# Without a seqno: it is InnoDB's to say. The server heeds its start position only where the UUID is the same, and asks for
# everything where it is the zero UUID.
write_grastate() {
  write_durably "$data/grastate.dat" "$(printf '# GALERA saved state\nversion: 2.1\nuuid:    %s\nseqno:   -1\nsafe_to_bootstrap: %s' "$1" "$2")"
}

# What is here is no state from now on, whatever InnoDB names.
give_up_state() {
  write_durably "$given_up" "$1"
  write_grastate "$zero_uuid" 0
}

# A joiner doesn't build on what a broken transfer left, which may not even have the accounts that the next one needs.
start_over() {
  say 'beginning anew with an empty data directory'
  rm -rf "$home/data.old"
  mv "$data" "$home/data.old"
  rm -rf "$home/data.old"
  initialise_data
  rm -f "$state/given-up"
  find_position
}

# Sets uuid, seqno, safe_to_bootstrap and origin: none (never joined), grastate (stopped in good order),
# recovered (read from InnoDB after a crash), unsettled (the same, but it was in the middle of DDL, which may have been done
# or not), interrupted (what is here is no state: a transfer didn't end, or it was given up), contradictory (there may be a
# state, but the files don't agree on which).
find_position() {
  local began='' began_origin='' mark value
  uuid=$zero_uuid
  seqno=-1
  safe_to_bootstrap=0
  origin=none
  for mark in "$given_up" "$began_at" "$broken_transfer" "$data/sst_in_progress"; do
    { [ ! -e "$mark" ] && [ ! -L "$mark" ]; } || is_mark "$mark" || rm -rf "$mark"
  done
  # The user chose another node's data over these (recoverCluster.ts).
  if [ -s "$state/given-up" ]; then
    origin=interrupted
    return 0
  fi
  # rsync and mariabackup overwrite the data directory of a server that hasn't opened it yet, and leave this mark
  # until they are done. What InnoDB would name is half the old state and half the new. With mysqldump, and in a
  # directory that a server has left in good order, the mark is an old one.
  read_grastate seqno
  if [ "$sst_method" = mysqldump ] || [[ $value =~ ^[0-9]+$ ]]; then
    rm -f "$data/sst_in_progress"
  elif [ -e "$data/sst_in_progress" ]; then
    say 'a state transfer into this node broke off: what is here is no state'
    give_up_state 'a state transfer broke off'
  fi
  [ -e "$data/grastate.dat" ] || return 0
  # A server that was found inconsistent doesn't leave in good order; beside a position of one that did the mark says nothing.
  read_grastate seqno
  if [ -e "$given_up" ] && ! [[ $value =~ ^[0-9]+$ ]]; then
    read_own "$given_up"
    say "what is here was given up: ${value%%$'\n'*}"
    origin=interrupted
    return 0
  fi
  seqno=$value
  read_grastate uuid
  uuid=$value
  read_grastate safe_to_bootstrap
  safe_to_bootstrap=${value:-0}
  read_own "$began_at"
  read -r began began_origin <<<"$value"
  if [ -z "$uuid" ] || [ -z "$seqno" ]; then
    # The server was killed while it wrote the file. What InnoDB names may have been half overwritten since.
    uuid=$zero_uuid
    seqno=-1
    origin=interrupted
    recover_position
    if [ "$uuid" != "$zero_uuid" ]; then
      say "grastate.dat is damaged, InnoDB names $uuid:$seqno"
      origin=contradictory
      seqno=-1
    fi
    return 0
  elif [ "$uuid" = "$zero_uuid" ]; then
    seqno=-1
    safe_to_bootstrap=0
    origin=interrupted
    if [ -e "$broken_transfer" ]; then
      say 'a state transfer into this node broke off: what is here is no state'
      return 0
    fi
    recover_position
    [ "$uuid" != "$zero_uuid" ] || return 0
    # Where nothing has been applied since its server began, it was waiting for what it had missed.
    if [ "$began" = "$uuid:$seqno" ] && [ "$began_origin" != unsettled ]; then origin=recovered; else origin=unsettled; fi
  elif [ "$seqno" -ge 0 ]; then
    origin=grastate
  else
    origin=recovered
    recover_position
    # A server that began there and ended before it was further knows no more than it did.
    if [ "$origin" = recovered ] && [ "$began" = "$uuid:$seqno" ] && [ "$began_origin" = unsettled ]; then origin=unsettled; fi
  fi
  # A history without a position is as good as none.
  if [ "$seqno" -lt 0 ] && [ "$origin" != contradictory ]; then origin=interrupted; fi
}

# Reports a further step whenever the log of a recovery has grown: InnoDB says every few seconds how far it is, however long it
# takes, and nobody is to take that for a node that hangs.
tell_recovery() {
  local recovery=$1 size told=0
  while pause 2 && kill -0 "$recovery" 2>/dev/null; do
    size=$(stat -c %s "$run/recover.log")
    [ "$size" -gt "$told" ] || continue
    told=$size
    step=$((step + 1))
    report recovering
  done
}

# --wsrep-recover lets InnoDB recover, prints the position and ends. Without --skip-ssl a server that has no certificate
# makes one first, which takes longer than all the rest; and with another SST method than mysqldump it refuses to run
# without a cluster's address, though it looks at nothing but its own data.
# https://mariadb.com/kb/en/getting-started-with-mariadb-galera-cluster/#determining-the-most-advanced-node
recover_position() {
  local position status=0 recovery teller
  : >"$run/recover.log"
  mariadbd --defaults-file="$config" --user=mysql --wsrep-provider="$provider" --wsrep-recover \
    --skip-networking --skip-ssl --wsrep-sst-method=mysqldump >"$run/recover.log" 2>&1 &
  recovery=$!
  tell_recovery "$recovery" &
  teller=$!
  # A trapped signal ends wait early. Recovery goes on: what it has done needn't be done again.
  while :; do
    status=0
    wait "$recovery" || status=$?
    kill -0 "$recovery" 2>/dev/null || break
  done
  kill "$teller" 2>/dev/null || true
  wait "$teller" 2>/dev/null || true
  [ "$status" = 0 ] || fail_with_output 'the position could not be recovered' "$run/recover.log"
  position=$(sed -n 's/.*WSREP: Recovered position:[[:space:]]*//p' "$run/recover.log" | tail -n 1)
  position=${position%%,*}
  if [[ ! $position =~ ^([0-9a-f-]{36}):(-?[0-9]+)$ ]]; then
    fail_with_output 'the server reported no recovered position' "$run/recover.log"
  fi
  if [ "${BASH_REMATCH[1]}" = "$zero_uuid" ] && [ "$uuid" != "$zero_uuid" ] && [ "$uuid" = "$(cut -d' ' -f1 "$state/spent-seed" 2>/dev/null)" ]; then
    # Started from the seed, and ended before it had applied anything: InnoDB notes every writeset.
    seqno=0
  elif [ "$uuid" = "$zero_uuid" ] || [ "${BASH_REMATCH[1]}" = "$uuid" ]; then
    uuid=${BASH_REMATCH[1]}
    seqno=${BASH_REMATCH[2]}
  else
    # grastate names a history that InnoDB doesn't hold: nothing to trust.
    say "InnoDB holds ${BASH_REMATCH[0]}, grastate.dat names $uuid"
    origin=contradictory
    seqno=-1
  fi
}

# The other members' addresses, from the list that the engine keeps: name address sql-port galera-port ist-port.
other_members() {
  local name address rest
  while read -r name address rest; do
    case $name in '' | '#'* | "$node_name") ;; *) printf '%s\n' "$address" ;; esac
  done <"$state/members"
}

# The password goes through a descriptor, and only to a server that proves itself by the cluster's authority.
monitor_account() {
  printf '[client]\nuser=galera_monitor\npassword=%s\n' "$monitor_password"
  [ ! -e "$tls/ca.pem" ] || printf 'ssl-ca=%s\nssl-verify-server-cert\n' "$tls/ca.pem"
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

# What the server at an address answers our monitor to a statement; options of the client may follow.
ask_as_monitor() {
  timeout 3 mariadb --defaults-file=<(monitor_account) --protocol=tcp --host="$1" --connect-timeout=2 --skip-column-names --batch \
    "${@:3}" -e "$2"
}

# What this node's own server answers root.
ask_as_root() { timeout 3 mariadb --no-defaults --socket=/run/mysqld/mysqld.sock --skip-column-names --batch -e "$1"; }

# A status variable of the member at an address, or what went wrong.
status_of() { ask_as_monitor "$1" "SHOW GLOBAL STATUS LIKE '$2'" 2>&1 || true; }

# Who answers at an address: nothing where its galera port is closed; else the address, and whether its server is
# in a Primary component. An open port alone means little: a node that lost its quorum keeps it open.
ask_member() {
  local address=$1 answer
  port_is_open "$address" || return 0
  answer=$(status_of "$address" wsrep_cluster_status)
  case $answer in
    *[Cc]ertificate*) say "can't trust $address: ${answer#*: }; one of us may have another cluster's certificate" ;;
    # Someone dropped our account, or uses up all connections: its word can't be had, so the port has to do.
    *Primary | *'ERROR 1045'* | *'1040 - Too many'* | *'ERROR 1040'*) [[ $answer == *non-Primary* ]] || printf '%s primary\n' "$address" ;;
    *) printf '%s online\n' "$address" ;;
  esac
}

# Prints the addresses of all online members, all asked at the same time; nothing unless one of them is Primary.
online_members() {
  local address answers
  answers=$(for address in $(other_members); do ask_member "$address" & done | cat)
  if [[ $answers == *primary* ]]; then printf '%s\n' "$answers" | cut -d' ' -f1; fi
}

# True when the engine has put a file there, and all of it: it comes with a time long ago, which is the last that is
# set (handOver.ts).
is_handed_over() { [ -e "$1" ] && [ "$1" -ot "$run/never" ]; }

# True when the engine has handed this very boot the token. It is gone before anything is done with it.
take_token() {
  local token=''
  is_handed_over "$state/token" || return 1
  read -r token <"$state/token" || true
  rm -f "$state/token"
  sync -f "$state"
  [ "$token" = "$boot" ]
}

# True when the engine has told this very boot whom to join; it does so one joiner after the other, since nodes that
# connect at the same moment get in each other's way. Sets peers.
take_admission() {
  local admitted='' addresses=''
  is_handed_over "$state/admission" || return 1
  { read -r admitted && read -r addresses; } <"$state/admission" || true
  rm -f "$state/admission"
  [ "$admitted" = "$boot" ] && [ -n "$addresses" ] || return 1
  peers=$addresses
}

# True once one of the peers' galera ports is open. The founder's opens as soon as its component is Primary.
await_open_port() {
  local address tries
  for ((tries = 0; tries < 100; tries++)); do
    for address in ${peers//,/ }; do
      port_is_open "$address" && return 0
    done
    [ -z "$asked_to_stop" ] || return 1
    pause 0.1
  done
  say "none of $peers opened its galera port"
  return 1
}

# Sets peers: empty to bootstrap, else whom to join: those that the engine names, or else the online members once one
# is Primary. Looks for them itself in case nobody is at hand to say, in the order of the members' names and ever
# less often.
await_turn() {
  local delay waited=0 slowest=40 looks=0 rank=0 name rest
  while read -r name rest; do
    case $name in '' | '#'*) continue ;; esac
    rank=$((rank + 1))
    [ "$name" != "$node_name" ] || break
  done <"$state/members"
  delay=$((10 + 5 * rank))
  # The engine that started this node decides when it may join; only if it doesn't come back to that the node goes on alone.
  if [ -e "$state/escort" ]; then
    rm -f "$state/escort"
    delay=200
  fi
  peers=''
  while [ -z "$asked_to_stop" ]; do
    if take_token; then return 0; fi
    if take_admission && await_open_port; then return 0; fi
    peers=''
    if [ "$waited" -ge "$delay" ]; then
      waited=0
      looks=$((looks + 1))
      [ "$looks" -lt 100 ] || slowest=200
      delay=$((delay * 2 < slowest ? delay * 2 : slowest))
      peers=$(online_members | paste -sd, -)
      if [ -n "$peers" ]; then return 0; fi
    fi
    waited=$((waited + 1))
    pause 0.05
  done
}

# root's socket was refused already: does the server not know the monitor either? Seen once, after a crash: Aria, where
# the accounts are, hasn't InnoDB's safety. 1130: there is no account at all for that host.
accounts_are_gone() {
  local answer
  answer=$(ask_as_monitor 127.0.0.1 'DO 1' --skip-ssl-verify-server-cert 2>&1) || true
  [[ $answer =~ 1130|ERROR\ 1045 ]]
}

# The same of a server that has ended, by its files: a donor whose login is refused ends a joiner before it can be asked.
files_lack_accounts() {
  local counted=$marks/accounts value
  rm -rf "$counted"
  printf "SELECT COUNT(*) INTO OUTFILE '%s' FROM mysql.global_priv WHERE User IN ('galera_sst', 'galera_monitor');\n" "$counted" |
    mariadbd --no-defaults --datadir="$data" --user=mysql --bootstrap --innodb=OFF --default-storage-engine=Aria \
      --secure-file-priv='' >"$run/accounts.log" 2>&1 || return 1
  read_own "$counted"
  [ "${value%$'\n'}" = 0 ]
}

# Prints what changes while a joiner is being filled, by SST or IST, or catches up with what came meanwhile; nothing where it isn't
# waiting for any of these.
joiner_state() {
  ask_as_root "SET SESSION wsrep_on = OFF;
    SELECT GROUP_CONCAT(VARIABLE_VALUE ORDER BY VARIABLE_NAME), (SELECT COUNT(*) FROM information_schema.PROCESSLIST
      WHERE USER = 'galera_sst' OR (USER = 'system user' AND STATE NOT LIKE '%idle'))
    FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME IN ('wsrep_last_committed', 'wsrep_ist_receive_seqno_current')
    HAVING (SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'wsrep_local_state') IN (1, 3)" 2>/dev/null || true
}

# True when this node's server waits for a state transfer that nobody sends. Galera 26.4.23 can lose one: a donor that is
# done in the moment in which another node connects says so twice, and the group takes the second for the end of its
# next transfer, of which that joiner then hears nothing more. Or one that applies nothing any more: at the end of an IST it has
# come upon "Unsupported WS version: 0" in its own cache, and its appliers have ended.
gets_no_further() {
  local before=$1 address
  [[ $before == *$'\t'0 ]] && [ "$before" = "$(joiner_state)" ] || return 1
  for address in $(other_members); do
    if port_is_open "$address" && [[ ! $(status_of "$address" wsrep_local_state) =~ [[:space:]][013-6]$ ]]; then return 1; fi
  done
}

# Waits until the server is Synced; false where it ended before, or is ended because its transfer is lost.
await_synced() {
  local pid=$1 ticks=0 before='' lost=0
  until [ -e "$marks/synced" ]; do
    kill -0 "$pid" 2>/dev/null || return 1
    pause 0.3
    ticks=$((ticks + 1))
    [ $((ticks % 10)) = 0 ] && [ -n "$peers" ] && [ -e "$marks/connected" ] || continue
    if [ -n "$before" ] && gets_no_further "$before"; then lost=$((lost + 1)); else lost=0; fi
    if [ "$lost" -ge 3 ]; then
      say 'nobody sends the state that the server waits for, or it applies nothing any more; ending it to ask again'
      : >"$run/hung"
      # It leaves the group, but never ends.
      kill -TERM "$pid" 2>/dev/null || true
      pause 2
      kill -KILL "$pid" 2>/dev/null || true
      return 1
    fi
    before=$(joiner_state)
  done
}

# Lets a founder, which started with another method, receive transfers by the configured one later, and ends a server
# that hangs. With mysqldump as the SST method the server can miss its own becoming Synced while it starts: the provider is in
# service, and the server waits for ever, serves nobody and heeds no SIGTERM (sql/wsrep_mysqld.cc,
# wsrep_init_startup: appliers first, then the wait for the joiner state). Nothing is lost by ending it.
watch_start() {
  local pid=$1 silent=0 status answer statement='DO 1'
  if [ -z "$peers" ]; then statement="SET GLOBAL wsrep_sst_method = '$sst_method'"; fi
  await_synced "$pid" || return 0
  while kill -0 "$pid" 2>/dev/null; do
    status=0
    answer=$(ask_as_root "$statement" 2>&1) || status=$?
    # Any answer of the server will do, a refusal too.
    if [ "$status" -ne 124 ] && [[ $answer != *'ERROR 2002'* ]]; then
      if [[ $answer == *'ERROR 1045'* ]] && [ -n "$peers" ] && [ -z "$started_over" ] && accounts_are_gone; then
        : >"$run/denied"
        kill -TERM "$pid" 2>/dev/null || true
        return 0
      fi
      [ "$status" = 0 ] || [ -n "$peers" ] || say "the SST method could not be set to $sst_method: $answer"
      return 0
    fi
    silent=$((silent + 1))
    pause 1
    if [ "$silent" -ge 3 ]; then
      say 'the server is Synced and serves nobody: a start-up race of its own; ending it to start again'
      : >"$run/hung"
      kill -KILL "$pid" 2>/dev/null || true
      return 0
    fi
  done
}

# The server's wsrep_local_state, by its own word; nothing where it doesn't answer. root's socket takes one more than all connections.
own_state() {
  local statement="SHOW GLOBAL STATUS LIKE 'wsrep_local_state'" answer
  answer=$(ask_as_root "$statement" 2>/dev/null || ask_as_monitor 127.0.0.1 "$statement" --skip-ssl-verify-server-cert 2>/dev/null) || true
  printf '%s' "${answer##*$'\t'}"
}

# Gives up what is here once the server says of itself that it is inconsistent (5). One that is ended before it is asked has left a
# state file that looks as DDL does, and gets everything anew if it joins.
confirm_inconsistent() {
  local looks
  for ((looks = 0; looks < 10; looks++)); do
    if [ "$(own_state)" = 5 ]; then
      write_durably "$given_up" 'it was inconsistent with the other nodes' || true
      return 0
    fi
    pause 1
  done
}

# True where the server has been a donor and not Synced since, by what it told notify.sh, and is in no component (0) or still a donor
# in one (2), though no script sends anything. One that a client has desynced has told nothing of the kind.
is_stuck_donor() {
  local looks
  for ((looks = 0; looks < 2; looks++)); do
    pause 1
    [ -e "$marks/donating" ] && [[ $(own_state) = [02] ]] && ! grep -qs 'wsrep_ss[t]_' /proc/[0-9]*/cmdline || return 1
  done
}

# Runs something about a line that was read, beside the reading, unless it runs already.
look_into() {
  [ ! -e "$run/$1" ] || return 0
  : >"$run/$1"
  ("$@"; rm -f "$run/$1") &
}
end_if_stuck_donor() { ! is_stuck_donor || kill -USR1 $$; }

# The lines of a server's log that read_log looks into, which are the provider's own as a rule; grep leaves it no others, since a shell
# reads a pipe byte by byte. But what a client calls itself stands in the log too, line breaks and all, before it has proved who it
# is: so it is what the server says then that counts. A made-up "Receiving IST" costs a full transfer at most.
telling='^[0-9]{4}-[0-9]{2}-[0-9]{2} +[0-9:]+ [0-9]+ \[[A-Za-z]+\] WSREP: (.*(nconsistency detected: |consistency comprom|ssuming inconsistency|is inconsistent with group|nconsistent by consensus|negative vote on success)|Receiving IST: |sst sent called when not SST donor)'

# What a server says when what it holds turned out not to be what the others hold, or when it is a donor for good. Before it asks
# for more than it has, it says so; from then on it may be in the middle of anything.
read_log() {
  local line
  tee /dev/fd/2 | grep --line-buffered -E "$telling" | while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      *' WSREP: '*'nconsistency detected: '* | *' WSREP: '*'consistency comprom'* | *' WSREP: '*'ssuming inconsistency'* | \
        *' WSREP: '*'is inconsistent with group. Leaving'* | *' WSREP: '*'nconsistent by consensus'* | *' WSREP: '*'negative vote on success'*)
        is_mark "$given_up" || look_into confirm_inconsistent
        ;;
      *' WSREP: Receiving IST: '*) rm -f "$began_at" ;;
      *' WSREP: sst sent called when not SST donor'*) look_into end_if_stuck_donor ;;
    esac
  done
}

# Notes where the server begins, and lets its state file say what it may build on: the UUID alone where InnoDB has the position,
# nothing where nobody knows whether the last DDL was done. A joiner then gets everything; who founds does so at a position of its own,
# lest one that has the same and not that DDL, or that DDL and not the same, takes what it has for enough.
settle_state() {
  local value
  write_durably "$began_at" "$uuid:$seqno $origin"
  case $origin in
    grastate)
      # Position 0 of a seed, which isn't InnoDB's: what joins by files goes by InnoDB's, and would end over it once.
      if [ -n "$peers" ] && [ "$seqno" = 0 ] && [ "$sst_method" != mysqldump ]; then
        rm -f "$data/grastate.dat"
        uuid=$zero_uuid
        seqno=-1
      fi
      ;;
    recovered)
      read_own "$data/grastate.dat"
      [[ $value == *"$uuid"* ]] || write_grastate "$uuid" 0
      ;;
    unsettled)
      if [ -n "$peers" ]; then
        write_grastate "$zero_uuid" 0
        seqno=-1
      else
        rm -f "$data/galera.cache"
        write_grastate "$uuid" 0
        seqno=$((seqno + 1))
      fi
      ;;
  esac
}

run_server() {
  local position=() status=0 log log_reader tries
  rm -f "$marks/connected" "$marks/primary" "$marks/synced" "$run/hung" "$run/denied" "$marks/donating" "$run/confirm_inconsistent" "$run/end_if_stuck_donor"
  settle_state
  if [ "$seqno" -ge 0 ]; then position=("--wsrep-start-position=$uuid:$seqno"); fi
  if [ -z "$peers" ]; then
    say "bootstrapping from $uuid:$seqno"
    if [ -e "$data/grastate.dat" ]; then
      as_server sed -i 's/^safe_to_bootstrap:.*/safe_to_bootstrap: 1/' "$data/grastate.dat"
    fi
    report bootstrapping
    # A founder receives no transfer. With any method but mysqldump the server connects before it starts InnoDB: sooner,
    # and without the start-up race that watch_start ends; which sets it back, too.
    position+=(--wsrep-new-cluster --wsrep-sst-method=rsync)
  else
    say "joining $peers from $uuid:$seqno"
    report joining
  fi
  exec {log}> >(set +e +o pipefail && read_log)
  log_reader=$!
  mariadbd --defaults-file="$config" --user=mysql --wsrep-provider="$provider" \
    --wsrep-cluster-address="gcomm://$peers" "${position[@]}" 2>&"$log" {log}>&- &
  server_pid=$!
  exec {log}>&-
  watch_start "$server_pid" &
  [ -z "$asked_to_stop" ] || stop_server
  # A trapped signal ends wait early, with the server still running.
  while :; do
    status=0
    wait "$server_pid" || status=$?
    kill -0 "$server_pid" 2>/dev/null || break
  done
  server_pid=''
  # Its last lines may be the ones that matter. What it has started itself may hold its log open for longer.
  for ((tries = 0; tries < 40; tries++)); do
    kill -0 "$log_reader" 2>/dev/null || break
    pause 0.05
  done
  return "$status"
}

# The engine writes the credentials anew before each start, which a full disk can break off, and on every node. Those of the last
# whole start stay beside them, for the engine too (findCredentials.ts).
keep_credentials() {
  local whole=$'\n''monitor_password=[A-Za-z0-9]{32}$' known=$state/credentials
  if [ -e "$known" ] && [[ $(<"$known") =~ $whole ]]; then
    # A volume that knows no links does without.
    ln -f "$known" "$known.kept" 2>/dev/null || true
  elif [ -e "$known.kept" ]; then
    cp -p "$known.kept" "$known.new" && mv -f "$known.new" "$known" || fail_to_write 'its credentials'
  else
    fail 'its credentials are missing; start the cluster with galera'
  fi
}

# A certificate is new at each start by the engine; this is for a container that was started by hand much later.
check_certificate() {
  local expires
  [ -e "$tls/expires" ] || return 0
  chown mysql "$tls/node.key"
  read -r expires <"$tls/expires"
  [ "$EPOCHSECONDS" -lt "$expires" ] ||
    fail "this node's certificate expired on $(date -u -d "@$expires" +%F); start the cluster with galera, which renews it"
}

[ "$(id -u)" = 0 ] || fail 'the node has to start as root'
if [ "${1-}" = prepare ]; then
  read -r boot </proc/sys/kernel/random/uuid
  mkdir -p "$run"
  chmod 755 "$prepared"
  prepare_data
  say_line prepared
  exit 0
fi
[ -e "$state/accounts.sql" ] || fail "this node's files are missing from its volume; start the cluster with galera"
trap stop_server TERM INT
trap end_stuck_donor USR1
for path in "$state" "$served" "$data"; do
  [ ! -L "$path" ] || fail "$path is a link, where it has to be a folder"
done
rm -rf "$run"
mkdir -p "$marks" "$served" /run/mysqld
rm -f "$state/boot"
rm -rf "$data/wsrep_sst.pid" "$home/data.old"
mkfifo "$run/never"
chown mysql "$marks" "$served"
# Where an earlier version of ours has left whom this node served with last.
if [ ! -e "$served/view" ] && [ -f "$state/view" ] && [ ! -L "$state/view" ]; then
  known=$(<"$state/view")
  [[ ! $known =~ ^[a-z0-9,]+$ ]] || write_durably "$served/view" "$known"
  rm -f "$state/view"
fi
# The SST script, which runs as the server does, reads the account there.
chown mysql /run/mysqld "$config"
chown root "$run" "$home" "$state"
chmod 755 "$run" "$marks" "$served" /run/mysqld "$home" "$state"
check_certificate
keep_credentials
read -r node_name <"$state/name"
monitor_password=$(sed -n 's/^monitor_password=//p' "$state/credentials")
sst_method=$(sed -n 's/^wsrep-sst-method=//p' "$config")
provider=$(find_provider)
read -r boot </proc/sys/kernel/random/uuid
seal=$(printf '%s %s' "$monitor_password" "$boot" | sha256sum)
seal=${seal%% *}
# For notify.sh and the SST script, which run as the server's user.
printf '%s\n' "$boot" >"$run/boot"
chgrp "$(id -g mysql)" "$run/boot"
# Whoever may have the server read files (LOAD_FILE) gets those only that everybody may read.
chmod 640 "$run/boot"
uuid=$zero_uuid
seqno=-1
safe_to_bootstrap=0
origin=none
step=0
journal preparing ''
[ -d "$data/mysql" ] || [ -e "$data/sst_in_progress" ] || initialise_data

failures=0
started_over=''
while [ -z "$asked_to_stop" ]; do
  find_position
  # Also one whose server hung after it had founded: others may have joined it since, so a token is good for one server only.
  report waiting
  say "holds $uuid:$seqno ($origin), waiting for a member or for the token"
  await_turn
  [ -z "$asked_to_stop" ] || exit 0
  if [ -n "$peers" ] && [ "$origin" = interrupted ]; then start_over; fi
  status=0
  run_server || status=$?
  report stopped
  if [ -e "$run/hung" ] && [ -z "$asked_to_stop" ] && [ "$failures" -lt 3 ]; then
    failures=$((failures + 1))
    continue
  fi
  if [ -n "$asked_to_stop" ] || [ -z "$peers" ]; then exit "$status"; fi
  # Once: users may have changed the accounts of the whole cluster.
  if [ -z "$started_over" ] && { [ -e "$run/denied" ] || { [ ! -e "$marks/synced" ] && [ "$status" -gt 128 ] && files_lack_accounts; }; }; then
    say 'the accounts are gone from this node; giving up its state, to be filled again'
    started_over=yes
    give_up_state 'its accounts were gone'
    continue
  fi
  if [ -e "$marks/synced" ]; then exit "$status"; fi
  # Not in service yet. No Primary component in reach is worth waiting for; a state transfer that failed, which
  # the server ends with an abort, is tried again, but not for ever: each try holds up a donor.
  if [ -e "$marks/primary" ] || [ "$status" -gt 128 ]; then failures=$((failures + 1)); fi
  if [ "$failures" -ge 3 ]; then exit "$((status == 0 ? 1 : status))"; fi
  say "the server ended with status $status before it was Synced; trying again"
  pause 1
done
