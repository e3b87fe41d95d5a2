# A server calls a foreign key that has no name after its table, and calls it anew with the table. What is then longer
# than 64 characters it doesn't take from anyone: such a table is made under a short name, which is the second of what
# is given back.
sub with_short_name {
  my ($table, $made) = @_;
  my $bare = substr($table->{name}, 0, -1) . '_ibfk_';
  return ($made, $table->{table}) if index($made, "\n  CONSTRAINT $bare") < 0;
  (my $characters = $bare) =~ s/``/`/g;
  $characters =~ tr/\x80-\xbf//d;
  # So many, and one more, are too long. The backquote is none of the name's.
  my $digits = length $characters < 65 ? 65 - length $characters : 0;
  return ($made, $table->{table}) if $made !~ /\n  CONSTRAINT \Q$bare\E[0-9]{$digits}[0-9]+` FOREIGN KEY/;
  $made =~ s/\n  CONSTRAINT \Q$bare\E([^`\n]*)` FOREIGN KEY/\n  CONSTRAINT `galera transfer_ibfk_$1` FOREIGN KEY/g;
  return ($made, "$table->{database}.`galera transfer`");
}

# The format that the joiner makes tables in, as far as this process has told it (prepareJoiner.sh).
my $made_format = 'dynamic';

# The statements that make a table or sequence, of what the donor shows.
sub making_table {
  my ($table, $shown) = @_;
  my $word = $table->{type} eq 'SEQUENCE' ? 'CREATE SEQUENCE ' : 'CREATE TABLE ';
  my $begin = $word . $table->{name};
  index($shown, $begin) == 0 or die 'the donor shows ' . one_line($table->{table}) . " as what it isn't\n";
  my ($made, $making) = with_short_name($table, $shown);
  my $statements = '';
  # The donor's at the time, which only a global setting makes the usual one. The joiner's own is restored.
  if ($table->{usual_format} ne '' && $table->{usual_format} ne $made_format) {
    $made_format = $table->{usual_format};
    $statements .= "SET GLOBAL innodb_default_row_format = '$made_format';\n";
  }
  # It names the tables of its own database without it.
  $statements .= "USE $table->{database};\n" if $table->{engine} eq 'MRG_MyISAM';
  $statements .= $word . $making . substr($made, length $begin) . ";\n";
  $statements .= "RENAME TABLE $making TO $table->{table};\n" if $making ne $table->{table};
  return $statements;
}

# Calls back for each table and sequence of users: a table may take its defaults from a sequence of any database.
sub each_table {
  my ($action) = @_;
  for my $sequences (1, 0) {
    each_line(sub {
      my ($kind, $line, $at) = @_;
      return if $kind ne 'table';
      my $table = table_of($line);
      $action->($table, $at) if ($table->{type} eq 'SEQUENCE') == $sequences;
    });
  }
}

# Where what a table was shown as is, by where the table is in the inventory.
my ($shown_tables, %shown_at);

sub find_shown {
  $shown_tables = reading('shown.tables');
  each_line(sub { <$shown_tables> if $_[0] eq 'database' });
  each_table(sub {
    return if $_[0]{type} eq 'SEQUENCE';
    $shown_at{ $_[1] } = tell $shown_tables;
    <$shown_tables>;
  });
  read_counters();
}

# How far tables count that were shown before the donor was held, by their names. What is inserted later the joiner gets
# by itself: a counter may be ahead of its table's rows, not behind.
my %counters;

sub read_counters {
  return if !-e "$work/counters";
  my $file = reading('counters');
  while (my $line = <$file>) {
    my ($table, $counter) = answer_of($line);
    $counters{$table} = $counter;
  }
}

# What a table was shown as, with its counter, unless a name in it looks like the place where that stands.
sub counted {
  my ($table, $shown) = @_;
  my $counter = $counters{ $table->{table} };
  my $where = qr/\n\) ENGINE=\S+ \K(?:AUTO_INCREMENT=[0-9]+ )?/;
  return $shown if !defined $counter || 1 != (() = $shown =~ /$where/g);
  $shown =~ s/$where/AUTO_INCREMENT=$counter /;
  return $shown;
}

sub making_again {
  my ($table) = @_;
  seek $shown_tables, $shown_at{ $table->{at} }, 0 or die "shown.tables: $!\n";
  return making_table($table, counted($table, (answer_of(scalar <$shown_tables>))[1]));
}

# Small tables go as statements, and so do those with versions, unless they have values that are too long for that: LOAD
# DATA can't be tried again with them, since TRUNCATE leaves them.
sub goes_as_statements {
  my ($table, $small) = @_;
  return $table->{bytes} < $small || $table->{type} eq 'SEQUENCE'
    || $table->{versions} ne '' && $table->{literals} !~ /UNHEX/;
}

# Whether a table is made by the stream that brings its rows: many at a time, and not before all else.
sub made_by_stream {
  my ($table, $small) = @_;
  return goes_as_statements($table, $small) && in_snapshot($table) && $table->{usual_format} =~ /^(?:dynamic)?$/;
}

# Behind what the donor shows of each trigger and view; of one that it can't show, this is all that comes.
my $end_of_shown = "SELECT 'shown';\n";

# Of all databases, tables and sequences what the donor is asked with, by one client. Not by mariadb-dump: what it is
# to leave out it finds without regard to case. Sequences apart: their definitions are rows.
sub ask_schema {
  my $tables = writing('ask.tables');
  my $objects = writing('ask.objects');
  my $sequences = writing('ask.sequences');
  my ($count, $of_sequences) = (0, 0);
  my %asked;
  each_line(sub {
    my ($kind, $line) = @_;
    my (undef, @field) = answer_of($line);
    if ($kind eq 'database') {
      print $tables "SHOW CREATE DATABASE $field[0];\n";
      $count++;
    } elsif ($kind eq 'trigger') {
      # One for several events is in several rows.
      print $objects "SHOW CREATE TRIGGER $field[0].$field[1];\n$end_of_shown" if !$asked{"$field[0].$field[1]"}++;
    } elsif ($kind eq 'view') {
      print $objects "SHOW CREATE VIEW $field[1];\n$end_of_shown";
    }
  });
  each_table(sub {
    if ($_[0]{type} eq 'SEQUENCE') {
      print $sequences "SHOW CREATE SEQUENCE $_[0]{table};\n";
      $of_sequences++;
    } else {
      print $tables "SHOW CREATE TABLE $_[0]{table};\n";
      $count++;
    }
  });
  close $tables or die "ask.tables: $!\n";
  close $objects or die "ask.objects: $!\n";
  close $sequences or die "ask.sequences: $!\n";
  return ($count, $of_sequences);
}

# A table's defaults may name sequences that are gone: nobody makes or fills such a table then, not even the joiner. So
# they are there until its rows are. A view of such a name is made only then.
sub print_missing_sequences {
  my (@shown) = @_;
  my (%known, @drop);
  each_line(sub {
    my ($kind, $line) = @_;
    my (undef, @field) = answer_of($line);
    $known{$field[0]} = 1 if $kind eq 'database';
    $known{ table_of($line)->{table} } = 1 if $kind =~ /^(?:table|rows)$/;
  });
  $known{'`mysql`'} = 1;
  my $name = qr/`(?:[^`]|``)+`/;
  for my $file (@shown) {
    while (my $line = <$file>) {
      next if index($line, 'val(') < 0;
      my $made = without_texts((answer_of($line))[1]);
      while ($made =~ /\b(?:nextval|lastval|setval)\(($name)\.($name)/g) {
        my ($database, $sequence) = ($1, "$1.$2");
        next if $known{$sequence}++;
        print "CREATE DATABASE $database;\n" if !$known{$database};
        push @drop, "DROP DATABASE $database;\n" if !$known{$database}++;
        print "CREATE SEQUENCE $sequence;\n";
        unshift @drop, "DROP SEQUENCE $sequence;\n";
      }
    }
  }
  my $file = writing('missing');
  print $file @drop;
  close $file or die "missing: $!\n";
}

sub print_schema {
  my ($small) = @given;
  my ($file, $sequences) = (reading('shown.tables'), reading('shown.sequences'));
  read_counters();
  my $tables_at = 0;
  each_line(sub {
    return if $_[0] ne 'database';
    my $line = <$file>;
    print +(answer_of($line))[1], ";\n";
    $tables_at = tell $file;
  });
  print_missing_sequences($file, -e "$work/shown.whole" ? reading('shown.whole') : ());
  seek $file, $tables_at, 0 or die "shown.tables: $!\n";
  each_table(sub {
    my $line = $_[0]{type} eq 'SEQUENCE' ? <$sequences> : <$file>;
    print making_table($_[0], counted($_[0], (answer_of($line))[1])) if !made_by_stream($_[0], $small);
  });
  print "SET GLOBAL innodb_default_row_format = 'dynamic';\n" if $made_format ne 'dynamic';
}
