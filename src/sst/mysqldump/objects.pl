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

# Views may build on each other across databases: first a stand-in of each with the right columns, then the views,
# without the check of what is written through them: no stand-in can be written through. Those with a check are left in
# files, and so are those that the donor itself can't read, or whose column it can't name.
sub print_views {
  my ($shown) = @_;
  my $number = 0;
  print "SET NAMES utf8mb4;\nSET SESSION sql_mode = '';\n";
  each_line(sub {
    my ($kind, $line) = @_;
    return if $kind ne 'view';
    my (undef, undef, $view, $stand_in) = answer_of($line);
    print "CREATE VIEW $view AS SELECT $stand_in;\n" if $stand_in ne '';
  });
  each_line(sub {
    my ($kind, $line) = @_;
    return if $kind ne 'view';
    my (undef, $database, $view, $stand_in) = answer_of($line);
    my (undef, $statement, @set) = answer_of(scalar <$shown>);
    $number++;
    return leave_view("broken.$number", $view, making_view($database, $statement, @set)) if $stand_in eq '';
    if ($statement =~ / WITH (?:CASCADED|LOCAL) CHECK OPTION$/) {
      leave_view("checking.$number", $view, making_view($database, $statement, @set));
      $statement = substr $statement, 0, $-[0];
    }
    print making_view($database, $statement, @set);
  });
}

sub print_objects {
  my $shown = reading('shown.objects');
  print_triggers($shown);
  print_views($shown);
}
