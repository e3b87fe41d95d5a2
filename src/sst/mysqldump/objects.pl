# Triggers would have changed the rows on their way in. Each is made under what it was made under: SQL mode, character
# sets, and its database's collation of that time.
sub print_triggers {
  my ($shown) = @_;
  my (%collation, %made);
  my $used = '';
  each_line(sub {
    my ($kind, $line) = @_;
    my (undef, @field) = answer_of($line);
    $collation{$field[0]} = $field[1] if $kind eq 'database';
    return if $kind ne 'trigger' || $made{"$field[0].$field[1]"}++;
    my $database = $field[0];
    my $own = $collation{$database};
    my (undef, $mode, $statement, $client, $connection, $collation) = answer_of(scalar <$shown>);
    print "SET NAMES utf8mb4;\n";
    print "USE $database;\n" if $database ne $used;
    $used = $database;
    print "ALTER DATABASE $database COLLATE $collation;\n" if $collation ne $own;
    print "SET SESSION sql_mode = '$mode', character_set_client = $client, collation_connection = $connection;\n";
    print "DELIMITER ;;\n$statement\n;;\nDELIMITER ;\n";
    print "ALTER DATABASE $database COLLATE $own;\n" if $collation ne $own;
  });
}

# The statements that make a view of a database, as the donor shows it: it names functions of that database without it.
sub making_view {
  my ($database, $statement, $client, $connection) = @_;
  $statement =~ s/^CREATE//;
  return "SET NAMES utf8mb4;\nUSE $database;\n"
    . "SET SESSION character_set_client = $client, collation_connection = $connection;\nCREATE OR REPLACE$statement;\n";
}

# For one that is made apart: its statements, and its name in a sentence.
sub leave_view {
  my ($as, $name, $statements) = @_;
  my $file = writing("$as.sql");
  print $file "SET SESSION sql_mode = '';\n", $statements;
  close $file or die "$as.sql: $!\n";
  $file = writing("$as.name");
  print $file one_line($name);
  close $file or die "$as.name: $!\n";
}

# The tables and views that a view's statement reads, by name. What is a text in it could look like one.
sub read_by {
  my ($statement, $database) = @_;
  my $name = qr/`(?:[^`]|``)*+`/;
  $statement =~ s/($name)|'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'/$1 \/\/ "''"/gse;
  my @read;
  push @read, defined $2 ? "$1.$2" : "$database.$1" while $statement =~ /\b(?:from|join) \(*($name)(?:\.($name))?/g;
  return @read;
}

# Views with those that they read before them; and how many that can't be, since what looks like a name is none.
sub views_in_order {
  my (@views) = @_;
  my %named = map { $_->{view} => $_ } @views;
  my ($skipped, @sorted) = (0);
  for my $first (@views) {
    my @path = ($first);
    while (@path) {
      my $view = $path[-1];
      $view->{open} //= [@{ $view->{reads} }];
      my $next = $view->{done} ? undef : shift @{ $view->{open} };
      if (!defined $next) {
        push @sorted, $view if !$view->{done};
        $view->{done} = 1;
        pop @path;
      } elsif ($named{$next} && !$named{$next}{done} && $next ne $view->{view}) {
        if ($named{$next}{open}) { $skipped++ } else { push @path, $named{$next} }
      }
    }
  }
  return ($skipped, @sorted);
}

# Views may build on each other across databases: first a stand-in of each with the right columns, then the views,
# without the check of what is written through them: no stand-in can be written through, nor what was made upon one.
# Those with a check are left in files, and so are those that the donor itself can't read, or whose column it can't
# name.
sub print_views {
  my ($shown) = @_;
  my ($number, @views) = (0);
  print "SET NAMES utf8mb4;\nSET SESSION sql_mode = '';\n";
  each_line(sub {
    my ($kind, $line) = @_;
    return if $kind ne 'view';
    my (undef, $database, $view, $stand_in) = answer_of($line);
    print "CREATE VIEW $view AS SELECT $stand_in;\n" if $stand_in ne '';
    my $at = tell $shown;
    my (undef, $statement) = answer_of(scalar <$shown>);
    push @views, { database => $database, view => $view, broken => $stand_in eq '', at => $at,
      reads => [read_by($statement, $database)] };
  });
  my ($skipped, @sorted) = views_in_order(@views);
  for my $again (0 .. $skipped) {
    for my $view (@sorted) {
      seek $shown, $view->{at}, 0 or die "shown.objects: $!\n";
      my (undef, $statement, @set) = answer_of(scalar <$shown>);
      my $whole = making_view($view->{database}, $statement, @set);
      my $checks = $statement =~ s/ WITH (?:CASCADED|LOCAL) CHECK OPTION$//;
      print making_view($view->{database}, $statement, @set) if !$view->{broken};
      leave_view(($view->{broken} ? 'broken.' : 'checking.') . ++$number, $view->{view}, $whole)
        if !$again && ($view->{broken} || $checks);
    }
  }
}

sub print_objects {
  my $shown = reading('shown.objects');
  print_triggers($shown);
  print_views($shown);
}
