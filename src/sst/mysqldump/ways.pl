# What this is run for.
my %ways = (
  # Writes down what the donor is to be asked, and prints how many answers there will be, of sequences too, and how many
  # bytes of rows the donor is held for.
  ask => sub {
    join_inventory();
    printf "%d %d %d\n", ask_schema(), ask_held();
  },
  definitions => \&print_definitions,
  schema => \&print_schema,
  objects => \&print_objects,
  unshown => \&print_unshown,
  move => \&move_all,
);

# Logs the streams' clients in; opens their snapshots, once the donor is held; plans, once the inventory is there; moves
# the rows, once the joiner has the tables.
sub move_all {
  (my $streams, $small, $range_above, my @rest) = @given;
  ($mark, $datadir, $donor_session, $joiner_session) = splice @rest, 0, 4;
  my $side = 'donor';
  for (@rest) {
    if ($_ eq '--') { $side = 'joiner' } else { push @{ $command{$side} }, $_ }
  }
  $SIG{PIPE} = 'IGNORE';
  not_blocking(\*STDIN);
  read_accounts();
  start_walker();
  @streams = map { new_stream($_) } 1 .. $streams;
  wait_for_streams();
  report('ready');
  next_order();
  open_snapshots();
  wait_for_streams();
  report('open');
  $released = next_order() eq 'plan released';
  my $inventory = reading('inventory');
  plan_jobs($streams, !$released);
  for my $at (map { @{ $_->{at} } } @jobs) {
    $held_files{$at} = file_of(table_at($inventory, $at));
  }
  report('planned', $total_tables, $total_bytes);
  # To move them.
  next_order();
  find_shown();
  my $told = 0;
  while (@jobs || @walks || grep { $_->{job} } @streams) {
    give_work($inventory);
    turn(1);
    next if Time::HiRes::time() - $told < 0.5;
    $told = Time::HiRes::time();
    report('moved', $moved_tables, estimate());
  }
  for my $client ($walker, map { ($_->{donor}, $_->{joiner}) } @streams) {
    close $client->{in}{handle};
    waitpid $client->{process}, 0;
    client_failed($client, 'the last rows') if $?;
  }
  report('done', $moved_tables, $total_bytes);
}

my $run = $ways{$way} or die "no way '$way'\n";
$run->();
