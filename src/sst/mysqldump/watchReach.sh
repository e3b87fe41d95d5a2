# How far back the donor's gcache reaches, looked at every so many seconds while rows are moved. What is written
# meanwhile the joiner has of its own, since it is in the group; but one that is lost before it is Synced, or another
# node that comes back, can be served with the missing writesets (IST) only while the gcache has them.
look_every=5
reach_looked=0 reach_began='' reach_said=''

watch_reach() {
  [ $((SECONDS - reach_looked)) -ge "$look_every" ] || return 0
  reach_looked=$SECONDS
  [[ $reach_said != *lost* ]] || return 0
  local answer written=0 downto=0 size=0 spent left seqno=${gtid#*:}
  seqno=${seqno%%,*}
  answer=$(on_donor -e "$donor_session
    SELECT SUM(IF(VARIABLE_NAME = 'WSREP_LOCAL_CACHED_DOWNTO', 0, VARIABLE_VALUE)),
      SUM(IF(VARIABLE_NAME = 'WSREP_LOCAL_CACHED_DOWNTO', VARIABLE_VALUE, 0)),
      REGEXP_REPLACE(@@wsrep_provider_options, '(?s)^.*gcache.size = ([0-9]+)([KMGT]?);.*$', '\\\\1 \\\\2')
    FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME IN
      ('WSREP_REPLICATED_BYTES', 'WSREP_RECEIVED_BYTES', 'WSREP_LOCAL_CACHED_DOWNTO')") || return 0
  read -r written downto size left <<<"$answer"
  case $left in
    K) size=$((size << 10)) ;;
    M) size=$((size << 20)) ;;
    G) size=$((size << 30)) ;;
    T) size=$((size << 40)) ;;
  esac
  written=${written%.*} downto=${downto%.*}
  reach_began=${reach_began:-$written $SECONDS}
  written=$((written - ${reach_began% *})) spent=$((SECONDS - ${reach_began#* }))
  if [ "$downto" -gt $((seqno + 1)) ]; then
    reach_said+=lost
    say "warning: the donor's gcache doesn't reach back to this transfer's position any more: a joiner that is lost" \
      "before it is Synced takes another full transfer"
  elif [ "$written" -gt $((size / 2)) ] && [ -z "$reach_said" ]; then
    reach_said=soon
    left=$(((size - written) * spent / written))
    say "note: $((written >> 20)) MB were written in $spent s, and the donor's gcache holds $((size >> 20)) MB:" \
      "in about $left s it won't reach back to this transfer's position any more"
  fi
}
