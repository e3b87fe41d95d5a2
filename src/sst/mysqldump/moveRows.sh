# What the option file says of transfers: `streams`, how many there are; `dump-below`, in bytes, below which a table
# goes as statements; `range-above`, above which it goes in ranges, of so many each; `hold=to-the-end`, for a donor that
# is to be held until everything is read.
option() { sed -n '/^\[galera-sst\]/,/^\[/s/^'"$1"'=//p' "$defaults_file"; }

# As many streams as the weaker side has processors, given 64 MB of memory for each.
count_streams() {
  local cpus kilobytes name rest
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

# The program that moves the rows, told by its input and heard by descriptor 4.
start_mover() {
  local secret
  secret=$(od -An -N 16 -tx1 /dev/urandom)
  rm -f "$work/ended" "$work/orders"
  mkfifo "$work/ended" "$work/orders"
  exec 4<>"$work/ended" 7<>"$work/orders"
  set -m
  (
    trap - ERR EXIT
    # Without this script's end of it the program ends.
    exec <"$work/orders" 4<&- 7<&-
    run_program move "$streams" "$small" "$(option range-above)" "galera-sst-${secret//[[:space:]]/}" "$datadir" \
      "$donor_session $data_session" \
      "$joiner_session $load_session $take_versions SET SESSION max_error_count = 65535;" \
      mariadb "${to_donor[@]}" "${as_data[@]}" --unbuffered \
      -- mariadb "${to_joiner[@]}" --local-infile --unbuffered \
      >"$work/ended" 5< <(local_account) 6< <(account)
    printf 'ended\t%s\n' "$?" >"$work/ended"
  ) &
  set +m
  mover=$!
  # Else the shell says in the donor's log how it ended.
  disown "$mover"
  tick >/dev/null 4>&- 7>&- &
  ticker=$!
}

end_mover() {
  [ -z "$ticker" ] || kill "$ticker" 2>/dev/null || true
  [ -z "$mover" ] || kill -KILL -- "-$mover" 2>/dev/null || true
  mover='' ticker=''
}

order_mover() { printf '%s\n' "$1" >&7; }

# A read that gives up after a second, as it would do, may lose what it had read of a line by then, on a busy machine.
tick() {
  while sleep 1 && kill -0 $$ 2>/dev/null; do printf 'tick\n' >"$work/ended"; done
}

# Waits until it says a word; what it says on the way is heard. The fields behind the word are in `said`.
until_mover_says() {
  local word
  while true; do
    IFS=$'\t' read -r -u 4 word said
    case $word in
      "$1") return 0 ;;
      tick)
        still_held
        [ "$1" != 'done' ] || watch_gcache
        # One that something else killed says nothing. One that has just ended has said so, which is read next.
        kill -0 "$mover" 2>/dev/null || read -t 0 -u 4 || fail 'moving the rows: the program that does it has gone'
        ;;
      moved) tell_progress ;;
      say) say "$said" ;;
      again)
        say "note: ${said%%$'\t'*} is sent again, as statements: $(without_values <<<"${said#*$'\t'}")"
        ;;
      changed) begin_again "$said" ;;
      failed) fail_moving ;;
      ended) fail "moving the rows: the program that does it ended with status $said" ;;
    esac
  done
}

fail_moving() {
  local what=${said%%$'\t'*} cause
  end_mover
  trap - ERR
  cause=$(errors_of "${said#*$'\t'}")
  fail "sending $what: ${cause:-a client ended}"
}

# A line for each percent, and one a second at most.
tell_progress() {
  local now=${EPOCHREALTIME/[.,]/} tables bytes percent
  IFS=$'\t' read -r tables bytes <<<"$said"
  percent=$((total_bytes > 0 ? bytes * 100 / total_bytes : 100))
  [ "$percent" -gt "$told_percent" ] && { [ $((now - told)) -ge 1000000 ] || [ "$percent" = 100 ]; } || return 0
  told=$now told_percent=$percent
  say "progress: method=mysqldump joiner=$joiner_host tables=$tables/$total_tables bytes=$bytes/$total_bytes" \
    "rate=$((bytes * 1000000 / (now - began + 1))) seconds=$(((now - began) / 1000000))"
}

move_rows() {
  order_mover move
  until_mover_says 'done'
  tell_progress
}
