# What is written to a client waits here until the client takes it.
sub outlet {
  my ($handle) = @_;
  not_blocking($handle);
  return { handle => $handle, text => '', closing => 0 };
}

sub not_blocking {
  my ($handle) = @_;
  fcntl $handle, F_SETFL, fcntl($handle, F_GETFL, 0) | O_NONBLOCK or die "a pipe: $!\n";
  # F_SETPIPE_SZ, as much as anyone may have: fewer turns.
  fcntl $handle, 1031, 1048576;
}

# Writes what it can; true once nothing waits any more.
sub flush_outlet {
  my ($outlet) = @_;
  while ($outlet->{text} ne '') {
    my $written = syswrite $outlet->{handle}, $outlet->{text}, 1048576;
    if (defined $written) {
      substr $outlet->{text}, 0, $written, '';
    } elsif ($!{EPIPE}) {
      # What became of the client its own words say, which come next.
      $outlet->{text} = '';
    } else {
      return 0 if $!{EAGAIN} || $!{EINTR};
      die "a client: $!\n";
    }
  }
  close delete $outlet->{handle} if $outlet->{closing};
  return 1;
}

# The accounts come by descriptors, and go to each client by one: never an argument, never a file.
my %account;
my %command;

sub read_accounts {
  for (['donor', 5], ['joiner', 6]) {
    my ($side, $number) = @$_;
    open my $file, '<&=', $number or die "no account: $!\n";
    local $/;
    $account{$side} = <$file>;
  }
}

# A client of a side, kept for all that one stream does: what it is told goes into `in`, its answers come from `out`,
# and to the joiner's the rows of LOAD DATA go by a pipe that it reads as /dev/fd/3.
sub start_client {
  my ($side, $number) = @_;
  my $errors = "$work/stream.$number.$side.err";
  pipe my $for_account, my $account or die "a pipe: $!\n";
  pipe my $input, my $in or die "a pipe: $!\n";
  pipe my $out, my $output or die "a pipe: $!\n";
  pipe my $rows, my $first or die "a pipe: $!\n";
  syswrite $account, $account{$side};
  close $account;
  defined(my $process = fork) or die "no process: $!\n";
  if ($process == 0) {
    # From high numbers on, so that none is taken before it has been given away.
    my @given = map { fcntl $_, F_DUPFD, 20 } $input, $output, $rows, $for_account;
    open STDERR, '>', $errors;
    POSIX::dup2($given[$_], (0, 1, 3, 4)[$_]) for 0 .. 3;
    my ($program, @options) = @{ $command{$side} };
    exec $program, '--defaults-file=/dev/fd/4', @options or POSIX::_exit(127);
  }
  close $_ for $for_account, $input, $output, $first;
  not_blocking($out);
  return { side => $side, process => $process, in => outlet($in), out => $out, rows => $rows, read => '',
    errors => $errors };
}

# A way to write rows to a joiner's client, which takes its end for the end of the rows. Open before the client is told
# to read: without a writer there are none.
sub open_rows {
  my ($client) = @_;
  sysopen my $handle, '/proc/self/fd/' . fileno($client->{rows}), O_WRONLY or die "a pipe: $!\n";
  return outlet($handle);
}
