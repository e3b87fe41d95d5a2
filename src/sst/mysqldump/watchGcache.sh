# What the donor's gcache has to keep, looked at every so many seconds while rows are moved. From the position on it
# keeps all writesets until the joiner has come in: the sender that waits for that holds them there (seqno_lock() in
# Galera's gcache, seen with 26.4.23). What it has no room for goes to page files on the same disk. What was written by
# the position is in gcache_began, with when that was.
look_every=5
written_sql="(SELECT SUM(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS
  WHERE VARIABLE_NAME IN ('WSREP_REPLICATED_BYTES', 'WSREP_RECEIVED_BYTES'))"
gcache_looked=0 gcache_began='' gcache_room=''

# Says so once they are more than it was given, and again each time that the disk's room has halved.
watch_gcache() {
  [ $((SECONDS - gcache_looked)) -ge "$look_every" ] || return 0
  gcache_looked=$SECONDS
  local answer written=0 size=0 unit spent room
  answer=$(on_donor -e "$donor_session
    SELECT $written_sql,
      REGEXP_REPLACE(@@wsrep_provider_options, '(?s)^.*gcache.size = ([0-9]+)([KMGT]?);.*$', '\\\\1 \\\\2')") ||
    return 0
  [[ $answer =~ ^[0-9.]+$'\t'[0-9]+\ [KMGT]?$ ]] || return 0
  read -r written size unit <<<"$answer"
  case $unit in
    K) size=$((size << 10)) ;;
    M) size=$((size << 20)) ;;
    G) size=$((size << 30)) ;;
    T) size=$((size << 40)) ;;
  esac
  written=$((${written%.*} - ${gcache_began% *})) spent=$((SECONDS - ${gcache_began#* }))
  [ "$written" -gt "$size" ] || return 0
  room=$(($(df --output=avail -B 1M "$datadir" | tail -n 1)))
  [ -z "$gcache_room" ] || [ "$room" -lt $((gcache_room / 2)) ] || return 0
  gcache_room=$room
  say "note: $((written >> 20)) MB were written in $spent s, more than the donor's gcache of $((size >> 20)) MB: it" \
    "keeps all of them until the joiner has come in, on a disk that has room for $room MB"
}
