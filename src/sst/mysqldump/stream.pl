# A stream: a client of the donor, whose snapshot is the one that all streams have, and one of the joiner. What it moves
# it moves piece by piece, until the donor's client prints the mark, which no one knows who writes rows.
my ($mark, $donor_session, $joiner_session, $datadir, $released);

sub new_stream {
  my ($number) = @_;
  my $stream = { state => 'opening', pieces => [], job => undef, rows => undef };
  $stream->{$_} = start_client($_, $number) for qw(donor joiner);
  tell_client($stream->{donor}, "$donor_session SELECT '$mark';\n");
  tell_client($stream->{joiner}, "$joiner_session\n");
  return $stream;
}

sub tell_client {
  my ($client, $statements) = @_;
  $client->{in}{text} .= $statements;
  flush_outlet($client->{in});
}

# A piece: the tables that it reads, what it asks the donor, what it tells the joiner before, and whether what comes are
# statements for the joiner or rows.
sub statements_piece {
  my ($before, @tables) = @_;
  return { tables => \@tables, asks => join('', map { writing_statements($_) } @tables), as => 'statements',
    before => "SET NAMES utf8mb4;\n$before" };
}

sub rows_piece {
  my ($table, $where) = @_;
  return { tables => [$table], asks => selecting_rows($table, $where), as => 'rows',
    before => loading_rows($table, $where) };
}

sub begin_piece {
  my ($stream) = @_;
  my $piece = $stream->{pieces}[0];
  $stream->{state} = 'moving';
  if ($piece->{as} eq 'rows') {
    $stream->{rows} = open_rows($stream->{joiner});
    # The server answers when it has read them all.
    tell_client($stream->{joiner}, "$piece->{before}SELECT '$mark';\n");
  } else {
    tell_client($stream->{joiner}, $piece->{before});
  }
  # Without its transaction, and so its snapshot, it fails.
  tell_client($stream->{donor}, "ROLLBACK TO SAVEPOINT galera;\n$piece->{asks}SELECT '$mark';\n");
}

sub outlet_of_rows {
  my ($stream) = @_;
  return $stream->{rows} // $stream->{joiner}{in};
}

# Reads on from the donor, unless the joiner has enough to do; how many bytes.
sub move {
  my ($stream) = @_;
  my $donor = $stream->{donor};
  my $count = sysread $donor->{out}, $donor->{read}, 1048576, length $donor->{read};
  return 0 if !defined $count && ($!{EAGAIN} || $!{EINTR});
  stream_failed($stream, $donor) if !$count;
  my $end = index $donor->{read}, "$mark\n";
  if ($stream->{state} eq 'opening') {
    return $count if $end < 0;
    $donor->{read} = '';
    $stream->{state} = 'idle';
    return $count;
  }
  # A part of the mark may be at its end.
  my $whole = $end < 0 ? length($donor->{read}) - length $mark : $end;
  if ($whole > 0) {
    my $text = substr $donor->{read}, 0, $whole, '';
    if (!$stream->{rows}) {
      # The other half of what was made of a byte may come next.
      $donor->{read} = chop($text) . $donor->{read} if $text =~ /(?<!\\)(?:\\\\)*\\\z/;
      $text = plain($text);
    }
    outlet_of_rows($stream)->{text} .= $text;
  }
  if ($end >= 0) {
    $donor->{read} = '';
    end_reading($stream);
  }
  flush_outlet(outlet_of_rows($stream));
  return $count;
}

sub end_reading {
  my ($stream) = @_;
  my $piece = $stream->{pieces}[0];
  still_as_held($_) for $released ? @{ $piece->{tables} } : ();
  if ($stream->{rows}) {
    $stream->{rows}{closing} = 1;
  } else {
    tell_client($stream->{joiner}, "SELECT '$mark';\n");
  }
  tell_client($stream->{donor}, "ROLLBACK TO SAVEPOINT galera;\n");
  $stream->{state} = 'ending';
}

# The joiner's answer to a piece, up to the mark; to rows its warnings and how many they were. True once it is done with
# it.
sub hear_joiner {
  my ($stream) = @_;
  my $joiner = $stream->{joiner};
  my $count = sysread $joiner->{out}, $joiner->{read}, 1048576, length $joiner->{read};
  return 0 if !defined $count && ($!{EAGAIN} || $!{EINTR});
  stream_failed($stream, $joiner) if !$count;
  return 0 if $joiner->{read} !~ /^\Q$mark\E\n\z/m;
  my $warnings = substr $joiner->{read}, 0, -length("$mark\n");
  $joiner->{read} = '';
  # It may have had enough before the donor's client had said all.
  stream_failed($stream, $joiner) if $stream->{state} ne 'ending';
  $stream->{rows} = undef;
  my $piece = shift @{ $stream->{pieces} };
  return 1 if $piece->{as} ne 'rows';
  $warnings =~ s/^([0-9]+)\n\z//m or stream_failed($stream, $joiner);
  $stream->{job}{walk}{arrived} += $1 if $stream->{job}{walk};
  my $doubt = doubt_of($piece->{tables}[0]{enums}, $warnings);
  send_again($stream, $piece->{tables}[0], $doubt) if $doubt ne '';
  return 1;
}

# The first of the warnings that leaves a doubt: an ENUM's error value, which no number but 0 names, always has one.
sub doubt_of {
  my ($enums, $warnings) = @_;
  my @known = split /\n/, $warnings;
  for my $line (@known) {
    my ($column) = $line =~ /\t1265\tData truncated for (.*) \S*$/;
    return $line if !defined $column || index($enums, $column) < 0;
  }
  # Of more than that the server keeps none.
  return @known < 65535 ? '' : "Warning\t1265\tmore warnings than are kept";
}

# A table that the joiner warned of comes again, as statements, from the same snapshot; one in ranges when they are
# done.
sub send_again {
  my ($stream, $table, $doubt) = @_;
  report('again', one_line($table->{table}), $doubt =~ tr/\t/ /r);
  my $job = $stream->{job};
  if ($job->{walk}) {
    $job->{walk}{doubtful} = 1;
  } else {
    push @{ $stream->{pieces} }, again_piece($table);
  }
}

sub again_piece {
  my ($table) = @_;
  return statements_piece(emptying_table($table), $table);
}

# By DDL meanwhile, which another try with the donor held can't meet.
my $changed_by_ddl = qr/^ERROR (?:1049|1054|1146|1213|1305|1412|1932) /m;

sub stream_failed {
  my ($stream, $client) = @_;
  client_failed($client,
    $stream->{job} ? $stream->{job}{what} : $stream->{state} eq 'opening' ? 'the first rows' : 'the last rows');
}

sub client_failed {
  my ($client, $what) = @_;
  if ($released && $client->{side} eq 'donor') {
    my $said = '';
    if (open my $file, '<', $client->{errors}) {
      local $/;
      $said = <$file> // '';
    }
    end_with('changed', $what) if $said =~ $changed_by_ddl;
  }
  end_with('failed', $what, $client->{errors});
}

# Where DDL has put another file in the place of one of a table's, its rows may be another table's. A piece that read
# them holds off DDL until it is done.
sub still_as_held {
  my ($table) = @_;
  my $file = file_of($table);
  end_with('changed', one_line($table->{table})) if $file eq '' || $file ne ($table->{held} // '');
}

sub file_of {
  my ($table) = @_;
  my @definition = Time::HiRes::stat("$datadir/$table->{file}.frm");
  my @files = map { my @file = stat; "$_ @file[0, 1]" } files_of_rows("$datadir/$table->{file}");
  return @definition ? "@definition[0, 1, 9, 10] @files" : '';
}
