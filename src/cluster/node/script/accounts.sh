# root's socket was refused already: does the server not know the monitor either? Seen once, after a crash: Aria, where
# the accounts are, hasn't InnoDB's safety. 1130: there is no account at all for that host.
accounts_are_gone() {
  ask_as_monitor with_errors 127.0.0.1 'DO 1' --skip-ssl-verify-server-cert || true
  [[ $answer =~ 1130|ERROR\ 1045 ]]
}

# The same of a server that has ended, by its files: a donor whose login is refused ends a joiner before it can be
# asked.
files_lack_accounts() {
  local counted=$marks/accounts
  rm -rf "$counted"
  mariadbd --no-defaults --datadir="$data" --user=mysql --bootstrap --innodb=OFF --default-storage-engine=Aria \
    --secure-file-priv='' >"$run/accounts.log" 2>&1 <<<"SELECT COUNT(*) INTO OUTFILE '$counted'
      FROM mysql.global_priv WHERE User IN ('galera_sst', 'galera_monitor');" || return 1
  read_own "$counted"
  [ "${value%$'\n'}" = 0 ]
}
