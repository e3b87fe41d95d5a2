find_provider() {
  for provider in /usr/lib/galera/libgalera_smm.so /usr/lib/libgalera_smm.so /usr/lib64/galera-4/libgalera_smm.so \
    /usr/lib64/galera/libgalera_smm.so; do
    [ ! -e "$provider" ] || return 0
  done
  fail 'this image has no Galera provider'
}

# The engine writes the credentials anew before each start, which a full disk can break off, and on every node. Those
# of the last whole start stay beside them, for the engine too (findCredentials.ts).
keep_credentials() {
  local whole=$'\n''monitor_password=[A-Za-z0-9]{32}'$'\n''*$' known=$state/credentials text='' kept=''
  [ ! -e "$known" ] || IFS= read -r -d '' text <"$known" || true
  [ ! -e "$known.kept" ] || IFS= read -r -d '' kept <"$known.kept" || true
  if [[ $text =~ $whole ]]; then
    # A volume that knows no links does without.
    [ "$text" = "$kept" ] || ln -f "$known" "$known.kept" 2>/dev/null || true
  elif [ -e "$known.kept" ]; then
    { cp -p "$known.kept" "$known.new" && mv -f "$known.new" "$known"; } || fail_to_write 'its credentials'
  else
    fail 'its credentials are missing; start the cluster with galera'
  fi
}

# A certificate is new at each start by the engine; this is for a container that was started by hand much later.
check_certificate() {
  local expires
  [ -e "$tls/expires" ] || return 0
  read -r expires <"$tls/expires"
  [ "$EPOCHSECONDS" -lt "$expires" ] ||
    fail "this node's certificate expired on $(date -u -d "@$expires" +%F);" \
      'start the cluster with galera, which renews it'
}

# Sets sst_method, sst_receives and gcache_bytes, as the server is told (serverConfig.ts).
read_config() {
  read_setting wsrep-provider-options "$config"
  if [[ $value =~ gcache\.size=([0-9]+)([KMGkmg]?) ]]; then
    case ${BASH_REMATCH[2],,} in
      k) gcache_bytes=$((BASH_REMATCH[1] << 10)) ;;
      m) gcache_bytes=$((BASH_REMATCH[1] << 20)) ;;
      g) gcache_bytes=$((BASH_REMATCH[1] << 30)) ;;
      *) gcache_bytes=${BASH_REMATCH[1]} ;;
    esac
  fi
  read_setting wsrep-sst-method "$config"
  sst_method=$value
  read_setting sst-receives "$config"
  sst_receives=$value
}

# Where an earlier version of ours has left whom this node served with last.
move_old_view() {
  local known
  if [ ! -e "$served/view" ] && [ -f "$state/view" ] && [ ! -L "$state/view" ]; then
    known=$(<"$state/view")
    [[ ! $known =~ ^[a-z0-9,]+$ ]] || write_durably "$served/view" "$known"
    rm -f "$state/view"
  fi
}

# For notify.sh and the SST script, which run as the server's user. Whoever may have the server read files gets those
# of one folder only (serverConfig.ts).
tell_boot() {
  local name='' group=''
  while [ "$name" != mysql ] && IFS=: read -r name _ _ group _; do :; done </etc/passwd
  [ "$name" = mysql ] || group=$(id -g mysql)
  umask 027
  printf '%s\n' "$boot" >"$run/boot"
  umask 077
  chgrp "$group" "$run/boot"
}

make_folders() {
  local path ours=("$marks" "$served" "$files" /run/mysqld "$config")
  for path in "$state" "$served" "$data" "$files"; do
    [ ! -L "$path" ] || fail "$path is a link, where it has to be a folder"
  done
  [ ! -e "$state/escort" ] || escorted=yes
  rm -rf "${run:?}" "${state:?}"/{boot,escort} "${data:?}/wsrep_sst.pid" "${home:?}/data.old"
  install -d -m 755 -o root "$home" "$state" "$run" "$looks" "$marks" "$served" "$files" /run/mysqld
  mkfifo "$run/never"
  tell_boot
  [ ! -e "$tls/expires" ] || ours+=("$tls/node.key")
  # The SST script reads its account in the server's options.
  chown mysql "${ours[@]}"
}

set_up() {
  [ -e "$state/accounts.sql" ] || fail "this node's files are missing from its volume; start the cluster with galera"
  trap stop_server TERM INT
  trap end_stuck_donor USR1
  read -r boot </proc/sys/kernel/random/uuid
  make_folders
  move_old_view
  check_certificate
  keep_credentials
  read -r node_name <"$state/name"
  read_setting monitor_password "$state/credentials"
  monitor_password=$value
  read_config
  find_provider
  read -r seal _ < <(exec sha256sum < <(printf '%s %s' "$monitor_password" "$boot"))
}
