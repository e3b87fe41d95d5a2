option() { sed -n '/^\[galera-sst\]/,/^\[/s/^'"$1"'=//p' "$defaults_file"; }

# As many streams as the weaker side has processors, given 64 MB of memory for each.
count_streams() {
  local cpus kilobytes
  streams=$(option streams)
  [[ $streams =~ ^[1-9][0-9]?$ ]] && return
  [ -z "$streams" ] || fail "streams=$streams in '$defaults_file' is no number from 1 to 99"
  cpus=$(nproc)
  streams=$((joiner_cpus < cpus ? joiner_cpus : cpus))
  while read -r name kilobytes rest; do
    if [ "$name" = MemAvailable: ] && [ $((kilobytes / 65536)) -lt "$streams" ]; then streams=$((kilobytes / 65536)); fi
  done </proc/meminfo
  streams=$((streams < 2 ? 2 : streams > 16 ? 16 : streams))
}

add_job() {
  job_what+=("$1") job_bytes+=("$2") job_tables+=("$3") job_call+=("$4") job_from+=("${5-}")
  total_bytes=$((total_bytes + $2)) total_tables=$((total_tables + $3))
}

# Large tables go by LOAD DATA, whose text the joiner reads at a quarter of what an INSERT costs it, one stream a table;
# one that would keep a stream busy alone goes in ranges of its key. Small ones go many at a time, as INSERTs, and so do
# versions, unless they have values that are too long for that: LOAD DATA can't be tried again with them, since TRUNCATE
# leaves them.
plan_jobs() {
  # shellcheck disable=SC2086
  local $table_fields index small all=0 largest pending='' pending_bytes=0 pending_count=0
  small=$(option dump-below)
  small=${small:-1048576}
  for index in "${!tables[@]}"; do
    read_table "$index"
    all=$((all + bytes))
  done
  largest=$((all / streams > 16777216 ? all / streams : 16777216))
  for index in "${!tables[@]}"; do
    read_table "$index"
    has_rows || continue
    if [ "$versions" = now ]; then
      say "warning: only what ${table//$'\n'/ } holds now is sent: its history goes by transactions of this node"
    fi
    if [ "$type" = SEQUENCE ] || [ "$bytes" -lt "$small" ] ||
      { [ -n "$versions" ] && [[ $literals != *UNHEX* ]]; }; then
      if [ "$pending_bytes" -gt 8388608 ] || [ "$pending_count" -ge 100 ]; then add_pending; fi
      pending+=$mark$index pending_bytes=$((pending_bytes + bytes)) pending_count=$((pending_count + 1))
    elif [ "$bytes" -gt "$largest" ] && [ "$versions" != all ]; then
      plan_ranges "$index" "$table" "$bytes" "$largest" "$integer_key"
    else
      add_job "${table//$'\n'/ }" "$bytes" 1 send_rows "$index$mark"
    fi
  done
  add_pending
}

add_pending() {
  [ "$pending_count" = 0 ] ||
    add_job "small tables" "$pending_bytes" "$pending_count" send_statements "${pending#"$mark"}"
  pending='' pending_bytes=0 pending_count=0
}

plan_ranges() {
  local index=$1 table=$2 bytes=$3 largest=$4 key=$5 parts ends low high part bound where previous=''
  parts=$((bytes * 3 / largest + 1))
  if [ -n "$key" ]; then
    ends=$(on_donor -e "$donor_session SELECT MIN($key), MAX($key) FROM $table")
    read -r low high <<<"$ends"
  fi
  if [[ ! ${low-} =~ ^-?[0-9]{1,17}$ ]] || [[ ! ${high-} =~ ^-?[0-9]{1,17}$ ]] || [ $((high - low)) -lt "$parts" ]; then
    add_job "${table//$'\n'/ }" "$bytes" 1 send_rows "$index$mark"
    return
  fi
  for ((part = 1; part <= parts; part++)); do
    # Open at both ends: nothing can lie outside.
    bound=$((low + (high - low) / parts * part)) where=''
    [ -z "$previous" ] || where="$key >= $previous"
    [ "$part" = "$parts" ] || where="${where:+$where AND }$key < $bound"
    add_job "${table//$'\n'/ }" "$((bytes / parts))" "$((part == parts))" send_rows "$index$mark$where"
    previous=$bound
  done
}
