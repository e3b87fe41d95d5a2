start_job() {
  local number=$1 job=$1
  set -m
  (
    trap - ERR EXIT
    status=0 errors=$work/$number.err
    "${job_call[number]}" "${job_from[number]}" 2>/dev/null || status=$?
    printf '%s %s\n' "$number" "$status" >&4
  ) &
  set +m
  running[number]=$!
}

end_jobs() {
  local pid
  for pid in "${running[@]}"; do kill -KILL -- "-$pid" 2>/dev/null || true; done
  for pid in "${running[@]}"; do wait "$pid" 2>/dev/null || true; done
  running=()
}

fail_job() {
  local cause
  end_jobs
  trap - ERR
  errors=$work/$1.err
  cause=$(tell_errors 2>&1)
  cause=${cause%%$'\n'*}
  fail "sending ${job_what[$1]}: ${cause:-a stream ended with status $2}"
}

# Adds up in moved_bytes what the running jobs have sent, by the estimate that their tables have: of what a client has
# read, as much as the jobs that are done took by theirs, and less than the whole job until it is done.
count_moved() {
  local number pid name value estimate
  moved_bytes=0
  for number in "${!running[@]}"; do
    { read -r pid <"$work/$number.pid"; } 2>/dev/null || continue
    # It may end at any moment.
    while read -r name value; do
      [ "$name" != rchar: ] || job_read[number]=$value
    done 2>/dev/null <"/proc/$pid/io" || true
    estimate=$((${job_read[number]-0} / 1024 * bytes_per_kilobyte))
    moved_bytes=$((moved_bytes + (estimate < job_bytes[number] * 99 / 100 ? estimate : job_bytes[number] * 99 / 100)))
  done
}

# One that has ended: what it read beside what it was thought to hold makes the next estimates better.
count_done() {
  local number=$1
  done_bytes=$((done_bytes + job_bytes[number])) done_tables=$((done_tables + job_tables[number]))
  done_read=$((done_read + ${job_read[number]-0}))
  if [ "$done_read" -gt 16777216 ]; then bytes_per_kilobyte=$((done_bytes / (done_read / 1024))); fi
}

# A line for each percent, and one a second at most.
tell_progress() {
  local now=${EPOCHREALTIME/[.,]/} sent percent
  sent=$((done_bytes + moved_bytes))
  percent=$((total_bytes > 0 ? sent * 100 / total_bytes : 100))
  [ "$percent" -gt "$told_percent" ] && { [ $((now - told)) -ge 1000000 ] || [ "$percent" = 100 ]; } || return 0
  told=$now told_percent=$percent
  say "progress: method=mysqldump joiner=$joiner_host tables=$done_tables/$total_tables bytes=$sent/$total_bytes" \
    "rate=$((sent * 1000000 / (now - began + 1))) seconds=$(((now - began) / 1000000))"
}

# A read that gives up after a second, as it would do, may lose what it had read of a line by then, on a busy machine.
tick() {
  while sleep 1 && kill -0 $$ 2>/dev/null; do printf 'tick\n' >&4; done
}

# Starts the next job whenever one ends; the first that fails ends them all.
run_jobs() {
  local next=0 number status
  tick >/dev/null &
  ticker=$!
  while [ "$next" -lt "${#job_what[@]}" ] || [ "${#running[@]}" -gt 0 ]; do
    while [ "$next" -lt "${#job_what[@]}" ] && [ "${#running[@]}" -lt "$streams" ]; do
      start_job "$next"
      next=$((next + 1))
    done
    read -r -u 4 number status
    if [ "$number" != tick ]; then
      [ "$status" = 0 ] || fail_job "$number" "$status"
      wait "${running[number]}" || true
      unset "running[$number]"
      count_done "$number"
    else
      still_held
      # A stream that something else killed reports nothing. One that has just ended has reported, which is read next.
      for number in "${!running[@]}"; do
        kill -0 "${running[number]}" 2>/dev/null || read -t 0 -u 4 || fail_job "$number" unknown
      done
    fi
    count_moved
    tell_progress
  done
  kill "$ticker" 2>/dev/null || true
}
