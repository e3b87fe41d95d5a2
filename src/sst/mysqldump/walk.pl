# Ranges of a large table with about as many rows each, whatever its key is: a client of the donor, with the same
# snapshot, walks along the key just before the streams, and names the key of every so many rows.
my $walker;
my @walks;

# A unique key whose values can be named: its index, its columns, and what makes literals of their values. Not those of
# floating numbers, of ENUM and SET, which compare as numbers, and those upon a part of a column.
sub find_key {
  my ($table) = @_;
  my ($schema, $name) = map { s/^`|`$//gr =~ s/``/`/gr } @{$table}{qw(database name)};
  my ($schema_hex, $name_hex) = map { unpack 'H*', $_ } $schema, $name;
  my $quoted = sub { "CONCAT('`', REPLACE($_[0], '`', '``'), '`')" };
  my @rows = ask_walker("SELECT " . $quoted->('s.INDEX_NAME') . ", @{[$quoted->('s.COLUMN_NAME')]},
      s.NON_UNIQUE, IF(c.EXTRA LIKE '%auto_increment%', CASE DATA_TYPE WHEN 'tinyint' THEN 127
        WHEN 'smallint' THEN 32767 WHEN 'mediumint' THEN 8388607 WHEN 'int' THEN 2147483647
        WHEN 'bigint' THEN 9223372036854775807 ELSE 0 END, ''),
      s.NON_UNIQUE = 1 OR s.SUB_PART IS NOT NULL OR s.COLLATION <> 'A' OR s.NULLABLE = 'YES'
        /*!100600 OR s.IGNORED = 'YES' */, CASE
        WHEN DATA_TYPE REGEXP '^((tiny|small|medium|big)?int|decimal)\$' THEN 'q'
        WHEN DATA_TYPE REGEXP '^(date|datetime|timestamp|time|uuid|inet4|inet6)\$' THEN 'QUOTE(q)'
        WHEN DATA_TYPE IN ('char', 'varchar')
          THEN CONCAT('CONCAT(''_', c.CHARACTER_SET_NAME, ' x'''''', HEX(q), '''''''')')
        WHEN DATA_TYPE IN ('binary', 'varbinary') THEN 'CONCAT(''x'''''', HEX(q), '''''''')'
        ELSE '' END
    FROM information_schema.STATISTICS AS s JOIN information_schema.COLUMNS AS c
      ON c.TABLE_SCHEMA = s.TABLE_SCHEMA AND c.TABLE_NAME = s.TABLE_NAME AND c.COLUMN_NAME = s.COLUMN_NAME
    WHERE s.TABLE_SCHEMA = CONVERT(x'$schema_hex' USING utf8mb3)
      AND s.TABLE_NAME = CONVERT(x'$name_hex' USING utf8mb3)
      AND c.TABLE_SCHEMA = CONVERT(x'$schema_hex' USING utf8mb3)
      AND c.TABLE_NAME = CONVERT(x'$name_hex' USING utf8mb3)
      AND CAST(s.TABLE_SCHEMA AS BINARY) = x'$schema_hex' AND CAST(s.TABLE_NAME AS BINARY) = x'$name_hex'
      AND CAST(c.TABLE_SCHEMA AS BINARY) = x'$schema_hex' AND CAST(c.TABLE_NAME AS BINARY) = x'$name_hex'
    ORDER BY s.INDEX_NAME <> 'PRIMARY', s.INDEX_NAME, s.SEQ_IN_INDEX;\n");
  my (@indexes, %key);
  # A column that counts up has to have an index, all the time; and as far as any of its kind can count.
  my ($kept, $most);
  for my $row (@rows) {
    my ($index, $column, $not_unique, $counts_to, $unfit, $literal) = answer_of($row);
    $most = $counts_to if $counts_to ne '';
    $kept ||= $not_unique && $counts_to ne '';
    push @indexes, $index if !$key{$index};
    $key{$index} //= { index => $index, columns => [], literals => [] };
    $key{$index}{unfit} = 1 if $unfit ne '0' || $literal eq '';
    $key{$index}{others} = $not_unique;
    push @{ $key{$index}{columns} }, $column;
    push @{ $key{$index}{literals} }, $literal =~ s/\bq\b/$column/r;
  }
  my ($fit) = grep { !$key{$_}{unfit} } @indexes;
  return if !$fit;
  return { %{ $key{$fit} }, others => [$kept ? () : grep { $key{$_}{others} } @indexes], most => $most };
}

# Whether an INSERT locks the place where its row would be found: where the server itself sees to what is unique
# (check_duplicates() in sql/handler.cc), two that go on at a time wait for each other.
sub locks_gaps { return making_again($_[0]) =~ / (?:USING HASH|WITHOUT OVERLAPS\))/ }

# Rows that come in the order of one index come in no order of the others, which are built at once when all are there:
# what takes them away, and what brings them back as they were. Only where the table has no other kind of index, and
# doesn't count beyond what its column may hold, which no ALTER keeps.
sub other_indexes {
  my ($table, $key) = @_;
  my $made = making_again($table);
  return ('', '') if !@{ $key->{others} } || $made =~ /\n  (?:FULLTEXT|SPATIAL|VECTOR|PERIOD|CONSTRAINT)/;
  return ('', '') if defined $key->{most} && grep { $_ > $key->{most} } $made =~ /AUTO_INCREMENT=(\d+)/g;
  my %line_at;
  for my $name (@{ $key->{others} }) {
    my ($line, $at);
    while ($made =~ /\n  (KEY \Q$name\E \([^\n]*?),?(?=\n)/g) {
      return ('', '') if defined $line;
      ($line, $at) = ($1, $-[1]);
    }
    # One with a newline in a name ends within it.
    return ('', '') if !defined $line || $line =~ tr/`// % 2;
    $line_at{$at} = $line;
  }
  my @lines = map { $line_at{$_} } sort { $a <=> $b } keys %line_at;
  return ("ALTER TABLE $table->{table} " . join(', ', map { "DROP KEY $_" } @{ $key->{others} }) . ";\n",
    "ALTER TABLE $table->{table} " . join(', ', map { "ADD $_" } @lines) . ";\n");
}

sub start_walker {
  $walker = start_client('donor', 'walker');
  ask_walker("$donor_session\n");
}

# Asks and waits; the lines of the answer.
sub ask_walker {
  my ($statements) = @_;
  tell_walker($statements);
  while (1) {
    select undef, undef, undef, 0.001;
    flush_outlet($walker->{in});
    my @answer = hear_walker();
    return @answer[1 .. $#answer] if @answer;
  }
}

sub tell_walker {
  tell_client($walker, "$_[0]SELECT '$mark';\n");
}

# Nothing until its answer is whole; then a true value, and the lines.
sub hear_walker {
  my $count = sysread $walker->{out}, $walker->{read}, 65536, length $walker->{read};
  return if !defined $count && ($!{EAGAIN} || $!{EINTR});
  client_failed($walker, $walker->{asked} ? $walker->{asked}{what} : 'the keys of large tables') if !$count;
  return if $walker->{read} !~ /^\Q$mark\E\n\z/m;
  my @lines = split /\n/, substr($walker->{read}, 0, -length("$mark\n"));
  $walker->{read} = '';
  return (1, @lines);
}

sub new_walk {
  my ($table, $key) = @_;
  my $each = int($range_bytes / ($table->{row_bytes} > 0 ? $table->{row_bytes} : 1));
  return { what => one_line($table->{table}), table => $table, key => $key, each => $each < 1 ? 1 : $each,
    bounds => [undef], ended => 0, running => 0, doubtful => 0, ready => 0, arrived => 0, rows => undef };
}

# The condition of what comes at or behind (or before) a row of a key's literals. The server looks for no range where
# rows are compared as such.
sub beside {
  my ($key, $literals, $behind) = @_;
  my ($compare, $rest) = $behind ? ('>', '>=') : ('<', '<');
  my @alternatives;
  my $last = $#{ $key->{columns} };
  for my $place (0 .. $last) {
    my @same = map { "$key->{columns}[$_] = $literals->[$_]" } 0 .. $place - 1;
    push @alternatives, join ' AND ', @same,
      "$key->{columns}[$place] " . ($place == $last ? $rest : $compare) . " $literals->[$place]";
  }
  return '(' . join(' OR ', map { "($_)" } @alternatives) . ')';
}

# Has the walker go on for the first walk that hasn't enough ahead, or whose rows aren't counted.
sub walk_on {
  return if !@walks || $walker->{asked};
  my ($walk) = grep { $_->{ended} ? !defined $_->{rows} : @{ $_->{bounds} } < 4 } @walks;
  return if !$walk;
  if ($walk->{ended}) {
    $walker->{asked} = $walk;
    tell_walker("ROLLBACK TO SAVEPOINT galera;\nSELECT COUNT(*) FROM $walk->{table}{table};\n");
    return;
  }
  my $key = $walk->{key};
  my $from = $walk->{bounds}[-1];
  my $columns = join ', ', @{ $key->{columns} };
  my $literals = join ', ', @{ $key->{literals} };
  my $rows = "SELECT $literals FROM $walk->{table}{table} FORCE INDEX ($key->{index})"
    . ($from ? ' WHERE ' . beside($key, $from, 1) : '') . " ORDER BY $columns LIMIT 1";
  $walker->{asked} = $walk;
  # The first row there is the one that was named: else its name isn't one that it is found by.
  tell_walker("ROLLBACK TO SAVEPOINT galera;\n$rows;\n$rows OFFSET $walk->{each};\n");
}

sub end_step {
  my (@lines) = @_;
  my $walk = delete $walker->{asked};
  if ($walk->{ended}) {
    $walk->{rows} = $lines[0];
    return;
  }
  my ($first, $next) = map { [answer_of($_)] } @lines;
  my $from = $walk->{bounds}[-1];
  if ($from && (!$first || "@$first" ne "@$from")) {
    pop @{ $walk->{bounds} };
    $next = undef;
  }
  if ($next) {
    push @{ $walk->{bounds} }, $next;
  } else {
    $walk->{ended} = 1;
  }
}

# The next range's condition, and whether it is the last; nothing while none is known.
sub next_range {
  my ($walk) = @_;
  my $bounds = $walk->{bounds};
  return if @$bounds < 2 && !($walk->{ended} && @$bounds);
  my $from = shift @$bounds;
  my $to = $bounds->[0];
  my @conditions;
  push @conditions, beside($walk->{key}, $from, 1) if $from;
  push @conditions, beside($walk->{key}, $to, 0) if $to;
  return (join(' AND ', @conditions), !$to);
}
