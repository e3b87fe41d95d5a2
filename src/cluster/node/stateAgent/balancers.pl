# What balancers are told (balancer/haproxyConfig.ts): a line in HAProxy's own words, which goes by what the server
# itself says. https://docs.haproxy.org/3.2/configuration.html#agent-check
#   "ready up 100%"  Synced
#   "ready up 0%"    Donor/Desynced: for when no Synced one is left
#   "drain"          about to leave: connections end once their transactions have
#   "down"           none of these, by the server's word
# Where the server says nothing neither does this: it may be a moment's load, and whoever asks counts such moments.

# In seconds: since when a balancer may have asked last to be there still; how long it may take to hear of the leaving;
# how long transactions get for their end; when a client that nobody needs any more goes; and for how long an answer is
# good, as two checks of a balancer come one shortly after the other.
my ($asks_within, $hears_within, $drains_within, $idle_after, $fresh_for) = (2, 1, 5, 60, 0.2);

# Since when the node is about to leave, and whether a balancer has heard of it.
my ($leaving_since, $has_heard, $looked_at) = (undef, 0, 0);
# The balancers' addresses and when each asked last; those who wait for an answer, by descriptor.
my (%asked_at, %waiting);
my ($state, $state_at) = (undef, 0);

sub last_asked {
  my ($latest) = sort { $b <=> $a } values %asked_at;
  return $latest;
}

# That balancers ask is marked for the shell that is told to stop (tellState.sh).
sub let_balancer_in {
  my ($listener) = @_;
  my $peer = accept my $balancer, $listener or return;
  not_blocking($balancer);
  if (!%asked_at) {
    open my $mark, '>', "$run/asked" or die "$run/asked: $!\n";
  }
  $asked_at{inet_ntoa((unpack_sockaddr_in($peer))[1])} = now();
  $waiting{fileno $balancer} = $balancer;
}

sub ask_for_state {
  ask_server('state', 4, "SHOW GLOBAL STATUS WHERE Variable_name IN
    ('wsrep_cluster_status', 'wsrep_incoming_addresses', 'wsrep_local_state', 'wsrep_ready');");
}

# Of a server that lets nobody in, not even root: all connections are in use, or its account was changed. What it told
# wsrep_notify_cmd last (notify.sh).
sub as_told {
  open my $told, '<', "$run/server/told" or return 'down';
  chomp(my $status = <$told> // '');
  return { donor => 'ready up 0%', synced => 'ready up 100%' }->{$status} // 'down';
}

# wsrep_local_state: 2 donor or desynced, 4 synced (wsrep_api.h, wsrep_member_status).
sub heed_state {
  my ($is_answered, @lines) = @_;
  my %is = map { /^([^\t]+)\t(.*)/ ? ($1 => $2) : () } @lines;
  if (!$is_answered) {
    $state = (grep {/^ERROR (1040|1045|1698) /} @lines) ? as_told() : 'down';
  } elsif ($is{wsrep_cluster_status} ne 'Primary' || $is{wsrep_ready} ne 'ON') {
    $state = 'down';
  } else {
    $state = { 2 => 'ready up 0%', 4 => 'ready up 100%' }->{$is{wsrep_local_state}} // 'down';
  }
  $state_at = now();
  return $is{wsrep_incoming_addresses};
}

sub answer_waiting {
  my $told = defined $leaving_since && $state ne 'down' ? 'drain' : $state;
  $has_heard = 1 if %waiting && defined $leaving_since;
  for my $each (values %waiting) {
    syswrite $each, "$told\n";
    close $each;
  }
  %waiting = ();
}

# Between two statements, with no transaction open, a connection can end and nobody has lost anything.
sub look_at_connections {
  my $hosts = join ',', map {"'$_'"} keys %asked_at;
  ask_server('connections', 1, "SELECT COUNT(*), COALESCE(
      GROUP_CONCAT(IF(p.COMMAND = 'Sleep' AND t.trx_id IS NULL, p.ID, NULL) SEPARATOR ' '), '')
    FROM information_schema.PROCESSLIST p LEFT JOIN information_schema.INNODB_TRX t ON t.trx_mysql_thread_id = p.ID
    WHERE SUBSTRING_INDEX(p.HOST, ':', 1) IN ($hosts);");
  $looked_at = now();
}

# Who was to be ended may be gone by himself, which ends the client: it is started anew.
sub end_connections {
  my ($count, $ids) = split /\t/, shift;
  leave() if $count == 0;
  tell_server(join '', map {"KILL $_;\n"} split / /, $ids // '');
}

sub leave {
  end_client();
  exit 0;
}

sub leave_in_order {
  my $since = now() - $leaving_since;
  my $latest = last_asked();
  leave() if !defined $latest || $leaving_since - $latest > $asks_within || $since > $drains_within;
  # Who is nothing to anybody any more has lost his connections.
  leave() if defined $state && $state eq 'down';
  return if !$has_heard && $since < $hears_within;
  look_at_connections() if !defined $question && now() - $looked_at > 0.1;
}
