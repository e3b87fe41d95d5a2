# The processes below one, itself last.
family() {
  local parent=$1 stat pid rest
  for stat in /proc/[0-9]*/stat; do
    # The name in brackets may hold anything.
    { rest=$(<"$stat"); } 2>/dev/null || continue
    pid=${rest%% *} rest=${rest##*) }
    rest=${rest#* }
    [ "${rest%% *}" != "$parent" ] || family "$pid"
  done
  printf '%s\n' "$parent"
}

# A joiner that is cut off or stands still lets the clients wait for many minutes, and the donor with them: TCP has
# patience. When several new connections in a row get no answer, every client is ended.
watch_joiner() {
  local silent=0 answer pid self=$BASHPID
  while sleep 1; do
    kill -0 $$ 2>/dev/null || return 0
    answer=$(timeout 5 mariadb --defaults-file=<(account) --protocol=tcp --host="$joiner_host" --port="$joiner_port" \
      --connect-timeout=3 -e 'DO 1' 2>&1) && answer='' || answer="$? $answer"
    # Whatever the server says is an answer; 2xxx are the client's own errors, 124 is the time-out's.
    if [[ ! $answer =~ ^124|ERROR\ 2[0-9]{3} ]]; then
      silent=0
      continue
    fi
    silent=$((silent + 1))
    if [ "$silent" -ge 3 ]; then
      : >"$work/silent"
      for pid in $(family $$); do
        [ "$pid" = $$ ] || [ "$pid" = "$self" ] || kill -KILL "$pid" 2>/dev/null || true
      done
      # What reports the end of a job, and the ticker, are gone with them; one that was killed this moment may still
      # look alive.
      while [ -p "$work/ended" ] && kill -0 $$ 2>/dev/null; do
        printf 'tick\n' >"$work/ended"
        sleep 0.2
      done
      return 0
    fi
  done
}
