# A server whose gcache doesn't fit on the disk is ended by a signal that tells nobody why.
require_room() {
  local used free needed
  read -r used _ < <(exec du -s --apparent-size --block-size=1M "$prepared_data")
  { read -r _ && read -r free; } < <(exec df --output=avail --block-size=1M "$home")
  needed=$((used + gcache_bytes / 1048576))
  [ "$free" -ge "$needed" ] ||
    fail "no space left on device: an empty node takes $needed MB, and $free MB are free"
}

# Fills an empty data directory beside its final place, so that a kill midway leaves nothing half-made under
# the final name. The accounts are the same on every node before it joins: a mysqldump SST logs in with them. They
# lie in Aria tables, so InnoDB needn't start for them. With the seed, which the nodes of a new cluster share, the
# directory is that history's position 0, and whoever joins needs the writesets only.
initialise_data() {
  local fresh=$home/data.new seed_uuid='' seed_time='' accounts=''
  require_prepared
  require_room
  if [ -e "$state/seed" ]; then read -r seed_uuid seed_time <"$state/seed" || true; fi
  say 'initialising an empty data directory'
  [ ! -e "$fresh" ] || rm -rf "$fresh"
  cp -a --sparse=always "$prepared_data" "$fresh"
  [ ! -e "$home/prepared" ] || rm -rf "$home/prepared"
  IFS= read -r -d '' accounts <"$state/accounts.sql" || true
  mariadbd --no-defaults --datadir="$fresh" --user=mysql --bootstrap --innodb=OFF --default-storage-engine=Aria \
    < <(printf 'SET timestamp = %s;\n%s' "${seed_time:-DEFAULT}" "$accounts") >"$run/install.log" 2>&1 ||
    fail_with_output 'creating the accounts failed' "$run/install.log"
  if [ -n "$seed_uuid" ]; then
    write_durably "$fresh/grastate.dat" "$(grastate_of "$seed_uuid" 0 0)"
    # For once: data that is lost later comes back by a transfer.
    mv -f "$state/seed" "$state/spent-seed"
  fi
  sync -f "$fresh"
  mv "$fresh" "$data"
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
