# All streams at once, in one process. What is to be told goes to the script that runs this, a line each.
my $control = '';
my @streams;
my $moved_tables = 0;
my %held_files;

sub report {
  print join("\t", @_), "\n";
}

sub end_with {
  report(@_);
  POSIX::_exit(3);
}

sub wants_donor {
  my ($stream) = @_;
  return 1 if $stream->{state} eq 'opening';
  return $stream->{state} eq 'moving' && length(outlet_of_rows($stream)->{text}) < 1048576;
}

# Waits until something can be done, at most for so many seconds, and does it.
sub turn {
  my ($seconds) = @_;
  my ($readable, $writable) = ('', '');
  my @outlets;
  vec($readable, fileno STDIN, 1) = 1;
  for my $stream (@streams) {
    vec($readable, fileno $stream->{joiner}{out}, 1) = 1;
    # One that isn't waited for may still end.
    vec($readable, fileno $stream->{donor}{out}, 1) = 1 if wants_donor($stream) || $stream->{state} eq 'idle';
    push @outlets, $stream->{donor}{in}, $stream->{joiner}{in}, $stream->{rows} // ();
  }
  if ($walker) {
    vec($readable, fileno $walker->{out}, 1) = 1;
    push @outlets, $walker->{in};
  }
  @outlets = grep { $_->{handle} && $_->{text} ne '' } @outlets;
  vec($writable, fileno $_->{handle}, 1) = 1 for @outlets;
  return if select($readable, $writable, undef, $seconds) <= 0;
  for (@outlets) { flush_outlet($_) if $_->{handle} && vec($writable, fileno $_->{handle}, 1) }
  hear_control() if vec($readable, fileno STDIN, 1);
  my $moved = 0;
  for my $stream (@streams) {
    if (vec($readable, fileno $stream->{joiner}{out}, 1)) {
      end_piece($stream) if hear_joiner($stream);
    }
    if (vec($readable, fileno $stream->{donor}{out}, 1) && (wants_donor($stream) || $stream->{state} eq 'idle')) {
      my $count = move($stream);
      $stream->{job}{read} += $count if $stream->{job};
      $moved += $count if $stream->{state} eq 'moving';
    }
  }
  # A client writes 4 kB at a time: to look at each costs more than to wait for some.
  select undef, undef, undef, 0.001 if $moved > 0 && $moved < 131072;
  if ($walker && vec($readable, fileno $walker->{out}, 1)) {
    my @answer = hear_walker();
    end_step(@answer[1 .. $#answer]) if @answer && $walker->{asked};
    end_walks();
  }
}

sub wait_for_streams { turn(1) while grep { $_->{state} eq 'opening' } @streams }

# What a piece locks against changes of its table is let go of behind the piece.
my $snapshot = 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY; SAVEPOINT galera;';

sub open_snapshots {
  for my $stream (@streams) {
    $stream->{state} = 'opening';
    tell_client($stream->{donor}, "$snapshot SELECT '$mark';\n");
  }
  ask_walker("$snapshot\n");
}

# The script's own words: one a line.
my @orders;

sub hear_control {
  my $count = sysread STDIN, $control, 4096, length $control;
  POSIX::_exit(4) if !$count;
  push @orders, $1 while $control =~ s/^(.*)\n//;
}

# Waits for one.
sub next_order {
  turn(1) until @orders;
  return shift @orders;
}

# By the estimate that their tables have, of what has come from the donor; less than a whole job until it is done.
my ($done_bytes, $done_read) = (0, 0);

sub estimate {
  my $sum = $done_bytes;
  my $by_read = $done_read > 16777216 ? $done_bytes / $done_read : 1;
  for my $stream (@streams) {
    my $job = $stream->{job} or next;
    my $most = $job->{bytes} * 0.99;
    my $moved = $job->{read} * $by_read;
    $sum += $moved < $most ? $moved : $most;
  }
  return int $sum;
}

# What a stream does next, of a job that has ranges left or of the next one; nothing where it has to wait for the
# walker.
sub next_job {
  my ($inventory) = @_;
  for my $walk (@walks) {
    next if !$walk->{ready} || $walk->{ended} && !@{ $walk->{bounds} };
    my ($where, $last) = next_range($walk) or next;
    my $bytes = $walk->{each} * $walk->{table}{row_bytes};
    $bytes = $walk->{left} if $last || $bytes > $walk->{left};
    $walk->{left} -= $bytes;
    $walk->{running}++;
    return { what => $walk->{what}, bytes => $bytes, tables => 0, walk => $walk, read => 0,
      pieces => [rows_piece($walk->{table}, $where eq '' ? 'TRUE' : $where)] };
  }
  my $job = shift @jobs or return;
  return $job if $job->{kind} eq 'last';
  my @tables = map { { %{ table_at($inventory, $_) }, at => $_, held => $held_files{$_} } } @{ $job->{at} };
  $job->{read} = 0;
  if ($job->{kind} eq 'ranges' && !locks_gaps($tables[0])) {
    my $walk = $job->{walk};
    $walk->{table} = $tables[0];
    $walk->{left} = $job->{bytes};
    (my $before, $walk->{after}) = other_indexes($tables[0], $walk->{key});
    push @walks, $walk;
    $walk->{running} = 1;
    return { what => $walk->{what}, bytes => 0, tables => 0, walk => $walk, read => 0,
      pieces => [statements_piece($before)] };
  }
  return { %$job, walk => undef, pieces => [rows_piece($tables[0], '')] } if $job->{kind} ne 'statements';
  my $made = join '', map { making_again($_) } grep { made_by_stream($_, $small) } @tables;
  return { %$job, pieces => [statements_piece($made, @tables)] };
}

sub give_work {
  my ($inventory) = @_;
  for my $stream (grep { $_->{state} eq 'idle' && !$_->{job} } @streams) {
    my $job = next_job($inventory) or next;
    $stream->{job} = $job;
    $stream->{pieces} = delete $job->{pieces};
    begin_piece($stream);
  }
  walk_on();
}

sub end_piece {
  my ($stream) = @_;
  return begin_piece($stream) if @{ $stream->{pieces} };
  my $job = $stream->{job};
  $stream->{job} = undef;
  $stream->{state} = 'idle';
  $done_bytes += $job->{bytes};
  $done_read += $job->{read};
  $moved_tables += $job->{tables};
  my $walk = $job->{walk} or return;
  $walk->{ready} = 1;
  $walk->{running}--;
  end_walks();
}

# What is left to do of tables whose ranges are all there: what the joiner warned of, and where a row fell between two
# ranges (an index and the optimizer may not be of one mind), comes again as statements.
sub end_walks {
  for my $walk (grep { !$_->{running} && $_->{ended} && !@{ $_->{bounds} } && defined $_->{rows} } @walks) {
    @walks = grep { $_ != $walk } @walks;
    if ($walk->{arrived} != $walk->{rows} && !$walk->{doubtful}) {
      $walk->{doubtful} = 1;
      report('again', $walk->{what}, "$walk->{arrived} of $walk->{rows} rows came in ranges");
    }
    unshift @jobs, { what => $walk->{what}, bytes => 0, tables => 1, read => 0, kind => 'last', at => [],
      pieces => [$walk->{doubtful} ? again_piece($walk->{table}) : (), statements_piece($walk->{after})] };
  }
}
