# The part of the script that handles what there may be ten thousand of, or gigabytes: tables, views, rows. Run by
# programs.sh, in one of the ways at the end of the last file; perl, since the server's own package needs it, and a
# shell takes a thousand times as long for each.
use strict;
use warnings;
use File::Glob qw(bsd_glob);
use Errno qw(EAGAIN EINTR EPIPE);
use Fcntl qw(F_DUPFD F_GETFL F_SETFL O_NONBLOCK O_WRONLY);
use POSIX ();
use Time::HiRes ();

# As a client says its errors (errorLines.sh).
$SIG{__DIE__} = sub { print STDERR "program: $_[0]"; POSIX::_exit(2) };
# Names are bytes, whatever the language.
binmode STDOUT;
$| = 1;
my ($way, $work, @given) = @ARGV;

# What the client makes of four bytes in batch mode, without --raw.
my %plain = (0 => "\0", t => "\t", n => "\n", '\\' => '\\');

sub plain {
  my ($text) = @_;
  $text =~ s/\\([0tn\\])/$plain{$1}/g;
  return $text;
}

sub one_line {
  my ($text) = @_;
  $text =~ tr/\n\t/  /;
  return $text;
}

sub answer_of {
  my ($line) = @_;
  chomp $line;
  return map { plain($_) } split /\t/, $line, -1;
}

sub reading {
  my ($name) = @_;
  open my $file, '<', "$work/$name" or die "$name can't be read: $!\n";
  binmode $file;
  return $file;
}

sub writing {
  my ($name) = @_;
  open my $file, '>', "$work/$name" or die "$name can't be written: $!\n";
  binmode $file;
  return $file;
}

# A statement as the server shows it, with nothing in its texts; what they are could look like a name or a call.
sub without_texts {
  my ($statement) = @_;
  $statement =~ s/(`(?:[^`]|``)*+`)|'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'/$1 \/\/ "''"/gse;
  return $statement;
}

# What joined.pl writes of a table.
my @table_fields = qw(kind database name table type engine bytes row_bytes selected taken assigned insert literals
  row_size has_vector enums versions usual_format file own_file);

sub table_of {
  my ($line) = @_;
  my %table;
  @table{@table_fields} = answer_of($line);
  return \%table;
}

# Calls back for each line of a file of answers with its kind, itself, and where it begins.
sub each_line_of {
  my ($name, $action) = @_;
  my $file = reading($name);
  my $at = 0;
  while (my $line = <$file>) {
    my ($kind) = $line =~ /^([^\t\n]*)/;
    $action->($kind, $line, $at);
    $at = tell $file;
  }
}

sub each_line { each_line_of('inventory', @_) }

# Whether a table has rows of its own.
sub has_rows { return $_[0]{engine} !~ /^(?:MRG_MyISAM|FEDERATED|CONNECT|OQGRAPH|SPIDER|BLACKHOLE)$/ }

# Whether it is read by a consistent snapshot: all else is read while the donor is held. A sequence's row is what its
# server has in memory; of what has no file of its own it can't be seen whether it is still the same (stream.pl).
sub in_snapshot { return $_[0]{engine} eq 'InnoDB' && $_[0]{type} ne 'SEQUENCE' && $_[0]{own_file} }

# The files of InnoDB that have a table's rows: one, one for each partition, or where it says where they are.
sub files_of_rows {
  my ($at) = @_;
  return bsd_glob("$at#P#*.{ibd,isl}") if -e "$at.par";
  return grep { -e } "$at.ibd", "$at.isl";
}
