# Tells a balancer what this node is, whenever it asks (balancers.pl), and spares the group a wait for a member that has
# ended without a word (lostMembers.pl).
use strict;
use warnings;
use Errno qw(EAGAIN EINPROGRESS EINTR);
use Fcntl;
use IO::Select;
use Socket;
use Time::HiRes;

my ($balancer_port, $member_port, $server_socket, $run) = @ARGV;

sub now { return Time::HiRes::clock_gettime(Time::HiRes::CLOCK_MONOTONIC()) }

sub not_blocking {
  my ($handle) = @_;
  fcntl $handle, F_SETFL, fcntl($handle, F_GETFL, 0) | O_NONBLOCK or die "a descriptor: $!\n";
}

sub listen_on {
  my ($port) = @_;
  socket my $listener, PF_INET, SOCK_STREAM, 0 or die "a socket: $!\n";
  setsockopt $listener, SOL_SOCKET, SO_REUSEADDR, 1 or die "a socket: $!\n";
  bind $listener, pack_sockaddr_in($port, INADDR_ANY) or die "port $port: $!\n";
  listen $listener, 64 or die "port $port: $!\n";
  not_blocking($listener);
  return $listener;
}

# Reads what has come; undefined at the end, '' where nothing has come yet.
sub read_from {
  my ($handle) = @_;
  my $got = sysread $handle, my $text, 65536;
  return '' if !defined $got && ($!{EAGAIN} || $!{EINTR});
  return $got ? $text : undef;
}

# One of some connections from which nothing comes but their end: balancers that wait no longer, members that are gone.
sub heed_end {
  my ($among, $number) = @_;
  return if defined read_from($among->{$number});
  close delete $among->{$number};
}

# The server's client, which one question after the other goes to: what kind, how many lines its answer has, and what
# has come of that.
my ($process, $to_client, $from_client, $question, $lines_wanted, $said) = (undef, undef, undef, undef, 0, '');

# root's own, which comes in also where clients have used up all connections.
sub start_client {
  pipe my $input, $to_client or die "a pipe: $!\n";
  pipe $from_client, my $output or die "a pipe: $!\n";
  defined($process = fork) or die "no process: $!\n";
  if ($process == 0) {
    open STDIN, '<&', $input and open STDOUT, '>&', $output and open STDERR, '>&', $output or die "a pipe: $!\n";
    exec 'mariadb', '--no-defaults', "--socket=$server_socket", '--batch', '--skip-column-names', '--unbuffered',
      '--skip-reconnect';
    die "mariadb: $!\n";
  }
  not_blocking($from_client);
}

sub end_client {
  return if !defined $process;
  close $to_client;
  close $from_client;
  kill 'KILL', $process;
  waitpid $process, 0;
  ($process, $question, $said) = (undef, undef, '');
}

# Far less than a pipe holds: it doesn't block.
sub tell_server { syswrite $to_client, "$_[0]\n" }

sub ask_server {
  my ($kind, $lines, $text) = @_;
  start_client() if !defined $process;
  ($question, $lines_wanted, $said) = ($kind, $lines, '');
  tell_server($text);
}

# What was asked, and the lines of the answer; nothing while it isn't there. A client that ends gives what it has said,
# which is an error as a rule.
sub hear_server {
  my $text = read_from($from_client);
  my $kind = $question // '';
  $said .= $text // '';
  my @lines = grep { !/^(--------------|)$/ } $said =~ /^(.*)\n/mg;
  if (!defined $text) {
    end_client();
    return ($kind, 0, @lines);
  }
  return if $kind eq '' || @lines < $lines_wanted;
  ($question, $said) = (undef, '');
  return ($kind, 1, @lines);
}
