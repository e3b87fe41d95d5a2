# Clients print the statement that failed, with the rows in it, and the server's message may quote a value: neither may
# get into the donor's log. So what a client says goes into a file, of which one line is told, with its values cut out.
errors=''

without_values() {
  sed -E -e "s/(Duplicate entry ').*(' for key '[^']*')\$/\1...\2/; t" \
    -e "s/(value: ').*(' for (column|function) .*)\$/\1...\2/; t" \
    -e "s/(Duplicate entry|value:|value|near|parsing|to the value of|in) '.*/\1 '...'/" \
    -e "s/(partition for value) .*/\1 .../"
}

# What says nothing of a statement, but that it was hindered: by the client, a full disk, memory, a lock, its own end.
hindered='2[0-9]{3}|[0-9]{1,3}|10(0[0-9]|[1-3][0-9]|4[0-3]|53|77|79|80)|1105|1114|1135|115[0-9]|1180|1194|1195|1203'
hindered="^ERROR ($hindered|1205|1206|1213|1226|1317|1836|1927|1969|4031) "

# Where in what it was told a client's error came is of use only to this script.
without_line() { sed -E 's/^(ERROR [0-9]+ \([0-9A-Z]+\)) at line [0-9]+:/\1:/'; }

# A client ends at its first error. A value with a newline in it would make the lines behind that one.
errors_of() { sed -n -E '/^(ERROR [0-9]+|mariadb: |program: )/ { p; q }' "$1" | without_values; }

tell_errors() {
  local file
  for file in "$errors".*; do
    [ ! -s "$file" ] || errors_of "$file" >&2
  done
}
