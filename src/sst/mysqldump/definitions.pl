# What tells whether a schema is still the one that was read: the files of its definitions, by name, inode, size and
# times. Whatever defines a table, view, trigger or database is a file of its own, written anew when it changes.
my $definition = qr/\.(?:frm|par|TRG|TRN)\z|\Adb\.opt\z/;

# All of them under a directory of data, a line each, and when the last of them was made or changed.
sub definitions_in {
  my ($data) = @_;
  my ($youngest, @lines) = (0);
  opendir my $databases, $data or die "$data can't be read: $!\n";
  for my $database (sort grep { !/\A[#.]/ && -d "$data/$_" } readdir $databases) {
    push @lines, one_line($database);
    opendir my $files, "$data/$database" or next;
    # What an ALTER is about to put in their place isn't one yet.
    for my $file (sort grep { $_ =~ $definition && !/\A#sql/ } readdir $files) {
      my @is = Time::HiRes::stat("$data/$database/$file") or next;
      $youngest = $is[10] if $is[10] > $youngest;
      push @lines, join("\t", one_line($file), @is[0, 1, 7, 9, 10]);
    }
  }
  return ($youngest, join '', map { "$_\n" } @lines);
}

# Prints them. A file system's clock goes by steps of up to 10 ms: what has changed just now could change once more and
# look the same. With `settled` that is waited for; where they don't rest, what is printed is like nothing else.
sub print_definitions {
  my ($data, $settled) = @given;
  for (1 .. 20) {
    my ($youngest, $lines) = definitions_in($data);
    return print $lines if !$settled || $youngest < Time::HiRes::time() - 0.1;
    select undef, undef, undef, 0.1;
  }
  print "they change all the time\n";
}
