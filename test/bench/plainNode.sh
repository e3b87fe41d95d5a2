#!/bin/bash
# A node as a compose file written by hand runs it: everything from the image, one server, the stock SST script.
set -eu
data=/var/lib/mysql
account="$SST_USER:$SST_PASSWORD"
if [ ! -d $data/mysql ]; then
  mariadb-install-db --user=mysql --datadir=$data --skip-test-db --auth-root-authentication-method=socket >/dev/null
  # The stock script logs in with this account on the joiner too, so it must be there before the node joins.
  # One statement a line: --bootstrap knows no other end of a statement.
  mariadbd --user=mysql --datadir=$data --bootstrap <<SQL
FLUSH PRIVILEGES;
CREATE USER '$SST_USER'@'%' IDENTIFIED BY '$SST_PASSWORD';
GRANT ALL ON *.* TO '$SST_USER'@'%' WITH GRANT OPTION;
SQL
fi
install -d -o mysql /run/mysqld
options=()
if [ -e /recovered ]; then
  options+=(--wsrep-start-position="$(cat /recovered)")
  rm /recovered
fi
if [ -e /bootstrap ]; then
  rm /bootstrap
  [ ! -e $data/grastate.dat ] || sed -i 's/^safe_to_bootstrap:.*/safe_to_bootstrap: 1/' $data/grastate.dat
  options+=(--wsrep-new-cluster)
fi
provider=$(ls /usr/lib/galera/libgalera_smm.so /usr/lib/libgalera_smm.so 2>/dev/null | head -n 1)
exec mariadbd --user=mysql --datadir=$data --socket=/run/mysqld/mysqld.sock --bind-address=0.0.0.0 \
  --binlog-format=ROW --innodb-autoinc-lock-mode=2 --wsrep-on=ON --wsrep-provider="$provider" \
  --wsrep-cluster-address="$PEERS" --wsrep-sst-method=mysqldump --wsrep-sst-auth="$account" "${options[@]}"
