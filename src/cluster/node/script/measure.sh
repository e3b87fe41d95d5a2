# Prints what a full transfer takes of a node, and what room there is for one: version, bytes of the databases (only
# folders, so neither gcache nor redo logs), free bytes of the volume, and whether the gcache is there yet.
measure() {
  local data=$1 home=$2 version bytes free cache=yes
  version=$(mariadbd --version | sed -n 's/.*Ver \([0-9][^ ]*\).*/\1/p')
  bytes=$({ find "$data" -mindepth 1 -maxdepth 1 -type d -print0 | xargs -0r du -sc --block-size=1 | tail -n 1 |
    cut -f 1; } 2>/dev/null) || true
  [ -e "$data/galera.cache" ] || cache=no
  free=$(df --output=avail --block-size=1 "$home" | tail -n 1)
  printf 'version=%s data=%s free=%s gcache=%s\n' "$version" "${bytes:-0}" "${free// /}" "$cache"
}
