# A job, for one stream at a time: tables by where they are in the inventory.
#
# Large tables go by LOAD DATA, whose text the joiner reads at a quarter of what an INSERT costs it, one stream a table;
# one that would keep a stream busy alone goes in ranges of its key. Small ones go many at a time, as INSERTs.
my (@jobs, $small, $range_above);
# How many bytes of rows a range has, about.
my $range_bytes = 16777216;
my ($total_bytes, $total_tables) = (0, 0);

sub add_job {
  my (%job) = @_;
  push @jobs, \%job;
  $total_bytes += $job{bytes};
  $total_tables += $job{tables};
}

sub plan_jobs {
  my ($streams, $held) = @_;
  my ($all, $pending, $inventory) = (0, { at => [], bytes => 0 }, reading('inventory'));
  my @tables;
  each_line(sub {
    my ($kind, $line, $at) = @_;
    return if $kind ne 'table';
    my $table = table_of($line);
    return if !has_rows($table);
    report('say', 'warning: only what ' . one_line($table->{table})
      . ' holds now is sent: its history goes by transactions of this node') if $table->{versions} eq 'now';
    return if !$held && !in_snapshot($table);
    $all += $table->{bytes};
    push @tables, [$at, $table->{bytes}];
  });
  my $largest = $all / $streams > $range_bytes ? int($all / $streams) : $range_bytes;
  $largest = $range_bytes = $range_above if $range_above;
  my $add_pending = sub {
    add_job(what => 'small tables', kind => 'statements', tables => scalar @{ $pending->{at} }, %$pending)
      if @{ $pending->{at} };
    $pending = { at => [], bytes => 0 };
  };
  for my $entry (sort { $b->[1] <=> $a->[1] } @tables) {
    my $table = table_at($inventory, $entry->[0]);
    my $bytes = $table->{bytes};
    if (goes_as_statements($table, $small)) {
      $add_pending->() if $pending->{bytes} > 8388608 || @{ $pending->{at} } >= 100;
      push @{ $pending->{at} }, $entry->[0];
      $pending->{bytes} += $bytes;
    } else {
      my $ranged = $bytes > $largest && $table->{engine} eq 'InnoDB' && $table->{versions} ne 'all'
        && $table->{has_vector} eq '';
      my $key = $ranged && find_key($table);
      add_job(what => one_line($table->{table}), at => [$entry->[0]], bytes => $bytes, tables => 1,
        $key ? (kind => 'ranges', walk => new_walk($table, $key)) : (kind => 'load'));
    }
  }
  $add_pending->();
}

sub table_at {
  my ($inventory, $at) = @_;
  seek $inventory, $at, 0 or die "inventory: $!\n";
  return table_of(scalar <$inventory>);
}

# What is read while the donor is held: the rows of tables that no snapshot holds for, as statements; of users' tables,
# of the mysql database, and of it what comes last. Of the last the optimizer's own go twice: a table that was dropped
# to be sent again has taken these with it.
my %comes_last =
  (innodb_table_stats => 1, innodb_index_stats => 1, table_stats => 2, column_stats => 2, index_stats => 2);

# How many bytes those of users hold.
sub ask_held {
  my %file = map { $_ => writing("ask.$_") } qw(others system last);
  my $bytes = 0;
  each_line(sub {
    my ($kind, $line) = @_;
    return if $kind ne 'table' && $kind ne 'rows';
    my $table = table_of($line);
    return if !has_rows($table);
    if ($kind eq 'table') {
      return if in_snapshot($table);
      $bytes += $table->{bytes};
      print { $file{others} } writing_statements($table);
    } elsif ($table->{type} eq 'BASE TABLE') {
      my $last = $comes_last{ $table->{name} =~ tr/`//dr } // 0;
      print { $file{last} } writing_statements($table) if $last;
      print { $file{system} } writing_statements($table) if $last != 1;
    }
  });
  for (values %file) { close $_ or die "ask: $!\n" }
  return $bytes;
}
