$SIG{USR1} = sub { $leaving_since //= now() };
$SIG{PIPE} = 'IGNORE';

sub heed_server {
  my ($kind, $is_answered, @lines) = hear_server() or return;
  return if !defined $kind;
  if ($kind eq 'state') {
    my $addresses = heed_state($is_answered, @lines);
    answer_waiting();
    keep_to_members($addresses) if defined $addresses;
  } elsif ($kind eq 'connections') {
    end_connections($lines[0]) if $is_answered;
  } elsif ($kind eq 'options') {
    learn_patience($is_answered, $lines[0] // '');
  }
}

sub ask_what_is_due {
  return if defined $question;
  mend_patience();
  return if defined $question || !%waiting;
  if (now() - $state_at < $fresh_for) { answer_waiting() }
  else { ask_for_state() }
}

# Whoever has ended since is passed over: what is ready was found out before.
sub heed {
  my ($number, $balancers, $others, $address) = @_;
  if ($number == fileno $balancers) { let_balancer_in($balancers) }
  elsif ($number == fileno $others) { let_member_in($others) }
  elsif (defined $process && $number == fileno $from_client) { heed_server() }
  elsif (exists $waiting{$number}) { heed_end(\%waiting, $number) }
  elsif (exists $members_of_others{$number}) { heed_end(\%members_of_others, $number) }
  elsif (defined $address && ref $members{$address}) { heed_member($address) }
}

sub serve {
  my ($balancers, $others) = (listen_on($balancer_port), listen_on($member_port));
  for (;;) {
    my %address_of = map { ref $members{$_} ? (fileno $members{$_} => $_) : () } keys %members;
    my $select = IO::Select->new($balancers, $others, values %waiting, values %members_of_others);
    $select->add(grep {ref} values %members);
    $select->add($from_client) if defined $process;
    my $is_busy = defined $leaving_since || defined $lost || %missed;
    my @ready = map { fileno $_ } $select->can_read($is_busy ? 0.05 : $idle_after);
    heed($_, $balancers, $others, $address_of{$_}) for @ready;
    look_for_missed();
    leave_in_order() if defined $leaving_since;
    ask_what_is_due();
    my $latest = last_asked();
    if (defined $latest && now() - $latest > $idle_after && !defined $leaving_since) {
      end_client();
      %members = ();
    }
  }
}

serve();
