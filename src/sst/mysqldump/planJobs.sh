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

# Large tables go by LOAD DATA, whose text the joiner reads at a quarter of what an INSERT costs it, one stream a table; one
# that would keep a stream busy alone goes in ranges of its key. Small ones go many at a time, as a dump.
plan_jobs() {
  local index database name table type engine bytes float fields small all=0 largest pending='' pending_bytes=0 pending_count=0 batch_database=''
  small=$(option dump-below)
  small=${small:-1048576}
  for index in "${!tables[@]}"; do
    IFS=$mark read -ra fields <<<"${tables[index]}"
    all=$((all + fields[5]))
  done
  largest=$((all / streams > 16777216 ? all / streams : 16777216))
  for index in "${!tables[@]}"; do
    IFS=$mark read -ra fields <<<"${tables[index]}"
    database=${fields[0]} name=${fields[1]} table=${fields[2]} type=${fields[3]} engine=${fields[4]} bytes=${fields[5]} float=${fields[6]}
    case $engine in MRG_MyISAM | FEDERATED | CONNECT | OQGRAPH | SPIDER | BLACKHOLE) continue ;; esac
    if [ "$type" = 'SYSTEM VERSIONED' ] && [ -z "${fields[12]-}" ]; then
      say "warning: only what $table holds now is sent: its history goes by transactions of this node"
      add_job "$table" "$bytes" 1 send_dump_of_now "$database$mark$name"
    elif [ -n "${fields[12]-}" ] && [ "${#history[@]}" -gt 0 ] && [ "$joiner_forever" != "$donor_forever" ]; then
      add_job "$table" "$bytes" 1 send_rows "$index$mark"
    elif [ "$type" = 'SYSTEM VERSIONED' ] || { [ "$bytes" -lt "$small" ] && [ "$float" = 0 ]; }; then
      if [ "$batch_database" != "$database" ] || [ "$pending_bytes" -gt 8388608 ] || [ "$pending_count" -ge 50 ]; then
        [ "$pending_count" = 0 ] || add_job "tables of $batch_database" "$pending_bytes" "$pending_count" send_dump "$batch_database$pending"
        batch_database=$database pending='' pending_bytes=0 pending_count=0
      fi
      pending+=$mark$name pending_bytes=$((pending_bytes + bytes)) pending_count=$((pending_count + 1))
    elif [ "$bytes" -gt "$largest" ]; then
      plan_ranges "$index" "$table" "$bytes" "$largest"
    else
      add_job "$table" "$bytes" 1 send_rows "$index$mark"
    fi
  done
  [ "$pending_count" = 0 ] || add_job "tables of $batch_database" "$pending_bytes" "$pending_count" send_dump "$batch_database$pending"
}

plan_ranges() {
  local index=$1 table=$2 bytes=$3 largest=$4 fields key parts ends low high part bound where previous=''
  IFS=$mark read -ra fields <<<"${tables[index]}"
  key=${fields[10]-} parts=$((bytes * 3 / largest + 1))
  if [ -n "$key" ] && [ "${fields[11]}" = 1 ]; then
    ends=$(on_donor -e "$donor_session SELECT CONCAT(MIN($key), ' ', MAX($key)) FROM $table")
    read -r low high <<<"$ends"
  fi
  if [[ ! ${low-} =~ ^-?[0-9]{1,17}$ ]] || [[ ! ${high-} =~ ^-?[0-9]{1,17}$ ]] || [ $((high - low)) -lt "$parts" ]; then
    add_job "$table" "$bytes" 1 send_rows "$index$mark"
    return
  fi
  for ((part = 1; part <= parts; part++)); do
    # Open at both ends: nothing can lie outside.
    bound=$((low + (high - low) / parts * part)) where=''
    [ -z "$previous" ] || where="$key >= $previous"
    [ "$part" = "$parts" ] || where="${where:+$where AND }$key < $bound"
    add_job "$table" "$((bytes / parts))" "$((part == parts))" send_rows "$index$mark$where"
    previous=$bound
  done
}
