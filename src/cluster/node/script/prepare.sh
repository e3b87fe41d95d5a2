# Installs the image's system tables, once for all nodes of this image: they share a volume for it, which is read-only
# but for the container that is made to do this, so that no server of any cluster can change what others begin with
# (preparedVolume.ts). Two that do it at the same time each make their own; the first to finish is everybody's.
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

# Sets prepared_data. What another version of ours prepared in another way is not taken for this one's.
name_prepared() {
  local sum
  read -r sum _ < <(declare -f prepare_data | cksum)
  prepared_data=$prepared/data-$sum
}

# What the container does that is made to prepare.
prepare_volume() {
  read -r boot </proc/sys/kernel/random/uuid
  mkdir -p "$run"
  chmod 755 "$prepared"
  name_prepared
  prepare_data
  say_line prepared
}

# Whoever was to prepare may have been killed in it: then a node does it for itself.
require_prepared() {
  name_prepared
  [ ! -d "$prepared_data" ] || return 0
  prepared=$home/prepared
  prepared_data=$prepared/data
  rm -rf "$prepared"
  mkdir "$prepared"
  # The server's user goes through it.
  chmod 755 "$prepared"
  prepare_data
}
