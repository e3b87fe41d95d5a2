# The tables' rows of the donor as INSERTs, which the donor's server writes and a client passes on: of so many bytes,
# as the rows themselves say, since what the server says of a table may be from before they were there. A sequence is
# one row, whatever made it what it is.
sub writing_statements {
  my ($table) = @_;
  my $all = $table->{versions} eq 'all' ? 'FOR SYSTEM_TIME ALL' : '';
  my $size = $table->{row_size};
  return "SET \@size = 262144;\nSELECT IF((\@size := \@size + $size) > 262144 AND (\@size := LEAST(\@size, $size)) > 0,"
    . " $table->{insert}, ','), '(', $table->{literals}, ')' FROM $table->{table} $all;\nSELECT ';';\n";
}

sub selecting_rows {
  my ($table, $where) = @_;
  my $all = $table->{versions} eq 'all' ? 'FOR SYSTEM_TIME ALL' : '';
  return "SELECT $table->{selected} FROM $table->{table} $all " . ($where eq '' ? '' : "WHERE $where") . ";\n";
}

# What takes the place of those rows in the joiner: the server takes whatever it is sent by LOAD DATA LOCAL and only
# warns. Into an empty table InnoDB then sorts the rows and builds each index at once. It locks the table, so not for
# ranges. https://mariadb.com/kb/en/server-system-variables/#unique_checks
sub loading_rows {
  my ($table, $where) = @_;
  return 'SET SESSION unique_checks = ' . ($where eq '' ? 0 : 1) . ";\nSET NAMES binary;\n"
    . "LOAD DATA LOCAL INFILE '/dev/fd/3' INTO TABLE $table->{table} CHARACTER SET binary ($table->{taken})"
    . ($table->{assigned} eq '' ? '' : " SET $table->{assigned}")
    . ";\nGET DIAGNOSTICS \@rows = ROW_COUNT;\nSHOW WARNINGS;\nSELECT \@rows;\n";
}

# What makes the joiner's table empty again: of one with versions a DELETE would leave every row as history, and
# TRUNCATE would begin the AUTO_INCREMENT of any other anew.
sub emptying_table {
  my ($table) = @_;
  return $table->{versions} eq ''
    ? "DELETE FROM $table->{table};\n"
    : "DROP TABLE $table->{table};\n" . making_again($table);
}
