say_line() { printf '%s\n' "$*" >&2; }
# Each line names its boot once there is one: a server's log may have lines in it that clients have made up
# (nodeLog.ts).
say() { say_line "galera-node: ${boot:+boot=$boot }$*"; }

fail() {
  say "error: $*"
  exit 1
}

fail_to_write() {
  local blocks=16
  { read -r _ && read -r blocks; } < <(exec df --output=avail --block-size=4096 "$home") || true
  [ "$blocks" -ge 16 ] || fail "$1 could not be written: the disk is full"
  fail "$1 could not be written"
}

# The first errors in a program's output last, so that the cause is among the log's last lines.
fail_with_output() {
  cat "$2" >&2
  grep -i error "$2" | head -n 5 >&2 || true
  fail "$1"
}
