# A pause that starts no process; a signal's trap runs in it at once.
pause() { read -r -t "$1" <>"$run/never" || true; }

is_there() { [ -e "$1" ] || [ -L "$1" ]; }

# Whether a file of the server's is there: root doesn't follow links or wait for pipes that were put in its place, and
# takes no file of its own that has two names for one.
is_own() { [ -f "$1" ] && [ ! -L "$1" ] && { [ ! -O "$1" ] || [ "$(stat -c %h "$1")" = 1 ]; }; }

# Sets value to what such a file begins with, to nothing where there is none.
read_own() {
  value=''
  ! is_own "$1" || IFS= read -r -d '' -n 4096 value <"$1" || true
}

# Whether a script has left a mark there, ours or the server's own: what a client's query writes (INTO OUTFILE),
# everybody may read.
is_mark() { is_own "$1" && [[ $(stat -c %A "$1") != *r?? ]]; }

# Sets value to what the first line with a name of a file of ours has behind it, to nothing where none has.
read_setting() {
  local line
  value=''
  while IFS= read -r line || [ -n "$line" ]; do
    if [[ $line == "$1="* ]]; then
      value=${line#*=}
      return 0
    fi
  done <"$2"
}

# Runs something as the server's user, who gets no orders to read (main.sh).
as_server() { chroot --userspec=mysql / "$@" 9<&-; }

# Puts a text under a name in a data directory: all of it or nothing, whatever happens in between.
write_durably() {
  # shellcheck disable=SC2016
  as_server bash -c '{ [ ! -e "$1.new" ] && [ ! -L "$1.new" ]; } || rm -f "$1.new"
    printf "%s\n" "$2" >"$1.new" && sync "$1.new" && mv -f "$1.new" "$1" && exec sync "${1%/*}"' _ "$1" "$2" ||
    fail_to_write "${1##*/}"
}
