# What the donor knows of its tables and views, a line for each, as inventory.pl reads it. A table without a column that
# takes a value has a row in it for each of its rows all the same.
my @columns_fields = qw(by_transaction has_times is_compressed has_vector selected taken assigned named literals
  row_size enums stand_in);
my ($data, $keeps_history, $row_end);

sub escaped {
  my ($text) = @_;
  $text =~ s/\\/\\\\/g;
  $text =~ s/\0/\\0/g;
  $text =~ s/\t/\\t/g;
  $text =~ s/\n/\\n/g;
  return $text;
}

# As the server's QUOTE() does.
sub quoted_text {
  my ($text) = @_;
  $text =~ s/([\\'])/\\$1/g;
  $text =~ s/\x1a/\\Z/g;
  return "'$text'";
}

# Of a table's rows. InnoDB's own figures may be from before everything was inserted: where the file has more than twice
# as much, they give but the share of the rows in it. The file alone would be too much: it has room to grow. What is
# compressed may be small on the disk and hold values that are too long for an INSERT: it doesn't go with the small
# tables.
sub bytes_of_rows {
  my ($table, $file) = @_;
  my ($data, $all) = ($table->{data}, $table->{data} + $table->{indexes});
  my $bytes = $all == 0 ? 0 : $file > 2 * $all ? int($file / $all * $data) : $data;
  my $compressed = $table->{is_compressed} || $table->{format} eq 'Compressed'
    || $table->{options} =~ /page_compressed/i;
  return $compressed && $bytes < 1048576 ? 1048576 : $bytes;
}

sub joined_table {
  my ($table, $file) = @_;
  my $versioned = $table->{type} eq 'SYSTEM VERSIONED';
  my $hidden = $versioned && !$table->{has_times} && !$table->{by_transaction} && $keeps_history;
  my $usual = $table->{engine} eq 'InnoDB' && $table->{format} =~ /^(?:Redundant|Compact|Dynamic)$/
    && $table->{options} !~ /row_format=/i;
  my %joined = (
    %$table,
    bytes => bytes_of_rows($table, $file),
    selected => ($table->{selected} eq '' ? '0' : $table->{selected}) . ($hidden ? ", row_start, $row_end" : ''),
    taken => ($table->{taken} eq '' ? '@none' : $table->{taken}) . ($hidden ? ', row_start, row_end' : ''),
    insert => quoted_text(";\nINSERT INTO $table->{table} ($table->{named}"
      . ($hidden ? ', row_start, row_end' : '') . ') VALUES'),
    literals => ($table->{literals} eq '' ? "''" : $table->{literals})
      . ($hidden ? ", ',', QUOTE(row_start), ',', QUOTE($row_end)" : ''),
    row_size => $table->{row_size} eq '' ? '64' : $table->{row_size},
    versions => !$versioned ? '' : $table->{by_transaction} || !$keeps_history ? 'now' : 'all',
    usual_format => $usual ? lc $table->{format} : '',
    has_vector => $table->{has_vector} ? 'yes' : '',
    own_file => files_of_rows("$data/$table->{file}") ? 'yes' : '',
  );
  return join("\t", map { escaped($joined{$_}) } @table_fields) . "\n";
}

sub join_inventory {
  my (%columns_at, %file_bytes);
  my $known = reading('known');
  my $inventory = writing('inventory');
  my $columns_of = sub {
    my %columns = map { $_ => '' } @columns_fields;
    my $at = $columns_at{"$_[0]\0$_[1]"};
    return %columns if !defined $at;
    seek $known, $at, 0 or die "known: $!\n";
    (undef, undef, undef, @columns{@columns_fields}) = answer_of(scalar <$known>);
    return %columns;
  };
  each_line_of('known', sub {
    my ($kind, $line, $at) = @_;
    if ($kind eq 'columns') {
      my (undef, $database, $name) = map { plain($_) } split /\t/, $line, 4;
      $columns_at{"$database\0$name"} = $at;
    } elsif ($kind eq 'file') {
      my (undef, $name, $bytes) = answer_of($line);
      $file_bytes{$name} = $bytes;
    } elsif ($kind eq 'server') {
      (undef, $data, $keeps_history, $row_end) = answer_of($line);
    } elsif ($kind eq 'view') {
      my (undef, $schema, $name, $database, $view) = answer_of($line);
      my %columns = $columns_of->($schema, $name);
      print $inventory join("\t", 'view', map { escaped($_) } $database, $view, $columns{stand_in}), "\n";
    } elsif ($kind eq 'table' || $kind eq 'rows') {
      my ($schema, $name, %table);
      ($table{kind}, $schema, $name, @table{qw(database name table type engine data indexes row_bytes format options
        file)}) = answer_of($line);
      print $inventory joined_table({ $columns_of->($schema, $name), %table }, $file_bytes{ $table{file} } // 0);
    } elsif ($kind =~ /^(?:Note|Warning|Error)$/) {
      # What it couldn't lock in time, or has passed over, it leaves out.
      die "the donor leaves something out: $line" if (answer_of($line))[1] =~ /^(?:1205|1684)$/;
    } else {
      print $inventory $line;
    }
  });
  close $inventory or die "inventory: $!\n";
}
