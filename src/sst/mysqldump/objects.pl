# What the donor shows of the next trigger or view; nothing where it can't show that.
sub next_shown {
  my ($shown) = @_;
  my $line = <$shown> // die "the donor doesn't show all its triggers and views\n";
  return if $line eq "shown\n";
  my $end = <$shown> // '';
  die "the donor shows more than was asked for\n" if $end ne "shown\n";
  return answer_of($line);
}

# Where in what is printed each begins, by its line.
my ($put_lines, $names) = (1);

sub put {
  my ($text) = @_;
  $put_lines += $text =~ tr/\n//;
  print $text;
}

sub put_begin {
  my ($kind, $name) = @_;
  print $names "$put_lines\t$kind\t", one_line($name), "\n";
}

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
    my (undef, $mode, $statement, $client, $connection, $collation) = next_shown($shown);
    put_begin('trigger', "$database.$field[1]");
    put("SET NAMES utf8mb4;\n");
    put("USE $database;\n") if $database ne $used;
    $used = $database;
    put("ALTER DATABASE $database COLLATE $collation;\n") if $collation ne $own;
    put("SET SESSION sql_mode = '$mode', character_set_client = $client, collation_connection = $connection;\n");
    put("DELIMITER ;;\n$statement\n;;\nDELIMITER ;\n");
    put("ALTER DATABASE $database COLLATE $own;\n") if $collation ne $own;
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

# The tables and views that a view's statement reads, by name.
sub read_by {
  my ($statement, $database) = @_;
  my $name = qr/`(?:[^`]|``)*+`/;
  $statement = without_texts($statement);
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
  put("SET NAMES utf8mb4;\nSET SESSION sql_mode = '';\n");
  each_line(sub {
    my ($kind, $line) = @_;
    return if $kind ne 'view';
    my (undef, $database, $view, $stand_in) = answer_of($line);
    my $at = tell $shown;
    my (undef, $statement) = next_shown($shown);
    return if !defined $statement;
    put_begin('view', $view);
    put("CREATE VIEW $view AS SELECT $stand_in;\n") if $stand_in ne '';
    push @views, { database => $database, view => $view, broken => $stand_in eq '', at => $at,
      reads => [read_by($statement, $database)] };
  });
  my ($skipped, @sorted) = views_in_order(@views);
  for my $again (0 .. $skipped) {
    for my $view (@sorted) {
      seek $shown, $view->{at}, 0 or die "shown.objects: $!\n";
      my (undef, $statement, @set) = next_shown($shown);
      my $whole = making_view($view->{database}, $statement, @set);
      my $checks = $statement =~ s/ WITH (?:CASCADED|LOCAL) CHECK OPTION$//;
      put_begin('view', $view->{view});
      put(making_view($view->{database}, $statement, @set)) if !$view->{broken};
      leave_view(($view->{broken} ? 'broken.' : 'checking.') . ++$number, $view->{view}, $whole)
        if !$again && ($view->{broken} || $checks);
    }
  }
}

sub print_objects {
  my $shown = reading('shown.objects');
  $names = writing('objects.names');
  my $missing = reading('missing');
  put($_) while <$missing>;
  print_triggers($shown);
  print_views($shown);
  close $names or die "objects.names: $!\n";
}

# The names of the views that the donor can't show.
sub print_unshown {
  my $shown = reading('shown.objects');
  my %asked;
  each_line(sub {
    my ($kind, $line) = @_;
    return if $kind ne 'view' && $kind ne 'trigger';
    my (undef, $database, $name) = answer_of($line);
    return if $kind eq 'trigger' && $asked{"$database.$name"}++ || next_shown($shown);
    die 'the donor doesn\'t show the trigger ' . one_line("$database.$name") . "\n" if $kind eq 'trigger';
    print one_line($name), "\n";
  });
}
