# A member whose process has ended without a word keeps all others from committing until the group has given it up,
# which takes it evs.suspect_timeout. While a balancer asks, this keeps a connection to each other member's own of this.
# Where that ends and nobody listens for replication there any more, the member is known to have ended, and the group's
# patience is 1 s until it has let it go. One that is frozen or cut off ends no connection.
# https://mariadb.com/docs/galera-cluster/reference/wsrep-variable-details/wsrep_provider_options
my $galera_port = 4567;
my $short_patience = 'PT1S';
# In seconds: between two tries for a connection; for how long whoever isn't connected any more is looked for; between
# two orders to the provider; and how long it is hurried at most.
my ($tries_each, $misses_within, $orders_each, $hurries_within) = (2, 3, 0.5, 10);

# The other members by address, each with its connection, or when there was none; connections of theirs.
my (%members, %members_of_others);
# Those whose connection has ended, and when.
my %missed;
# Who is lost and since when, the group's patience as it was and as it is, and when that was ordered last.
my ($lost, $lost_at, $usual_patience, $patience, $ordered_at) = (undef, 0, undef, undef, 0);

# A connection; undefined where there is none within so many seconds.
sub reach {
  my ($address, $port, $within) = @_;
  my $packed = inet_aton($address) or return undef;
  socket my $handle, PF_INET, SOCK_STREAM, 0 or return undef;
  not_blocking($handle);
  connect $handle, pack_sockaddr_in($port, $packed) or $!{EINPROGRESS} or return undef;
  IO::Select->new($handle)->can_write($within) or return undef;
  return unpack('i', getsockopt $handle, SOL_SOCKET, SO_ERROR) == 0 ? $handle : undef;
}

# By "address:port,address:port".
sub keep_to_members {
  my %now = map { /^([0-9.]+):/ ? ($1 => 1) : () } split /,/, shift;
  delete @members{grep { !$now{$_} } keys %members};
  for my $address (keys %now) {
    my $known = $members{$address} // 0;
    next if ref $known || now() - $known < $tries_each;
    $members{$address} = reach($address, $member_port, 0.2) // now();
  }
}

sub let_member_in {
  my ($listener) = @_;
  accept my $member, $listener or return;
  not_blocking($member);
  $members_of_others{fileno $member} = $member;
}

sub heed_member {
  my ($address) = @_;
  return if defined read_from($members{$address});
  $members{$address} = now();
  $missed{$address} = now();
}

# What a member that is killed listens on may outlive its connections by a moment. Who leaves in order tells the group
# so itself, and listens until then.
sub look_for_missed {
  for my $address (keys %missed) {
    if (!exists $members{$address} || ref $members{$address} || now() - $missed{$address} > $misses_within) {
      delete $missed{$address};
    } elsif (!reach($address, $galera_port, 0.2)) {
      delete $missed{$address};
      ($lost, $lost_at) = ($address, now());
    }
  }
}

# What may be asked of a node without a Primary component, too.
my $ask_options = "SHOW GLOBAL VARIABLES LIKE 'wsrep_provider_options';";

# The patience there was is kept for whoever takes this one's place.
sub learn_patience {
  my ($is_answered, $options) = @_;
  return if !$is_answered;
  if (!defined $usual_patience && open my $kept, '<', "$run/patience") {
    chomp($usual_patience = <$kept> // '');
  } elsif (!defined $usual_patience && $options =~ /evs\.suspect_timeout = (PT[0-9.HMS]+)/) {
    $usual_patience = $1;
    open my $keep, '>', "$run/patience" or die "$run/patience: $!\n";
    print $keep "$usual_patience\n";
  }
  ($patience) = $options =~ /evs\.suspect_timeout = (PT[0-9.HMS]+)/;
}

sub forget_patience {
  ($usual_patience, $patience) = (undef, undef);
  unlink "$run/patience";
}

# Asks the server for what is to be changed, if anything is.
sub mend_patience {
  undef $lost if defined $lost && (!exists $members{$lost} || now() - $lost_at > $hurries_within);
  return if !defined $lost && !defined $patience && !-e "$run/patience";
  return if now() - $ordered_at < $orders_each && (!defined $lost || $ordered_at > $lost_at);
  if (!defined $patience) {
    $ordered_at = now();
    return ask_server('options', 1, $ask_options);
  }
  my $wanted = defined $lost ? $short_patience : $usual_patience;
  return if !$usual_patience;
  if ($wanted eq $patience) {
    # It may be another one by the next time.
    forget_patience() if !defined $lost;
    return;
  }
  $ordered_at = now();
  ask_server('options', 1, "SET GLOBAL wsrep_provider_options = 'evs.suspect_timeout=$wanted'; $ask_options");
}
