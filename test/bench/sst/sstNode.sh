#!/bin/bash
# A node to measure state transfers with: the cluster's own option file, any SST method. Its first start prepares
# an initialised but empty data directory and ends; the next ones run the server.
set -eu
home=/var/lib/mysql
data=$home/data
if [ ! -d $data/mysql ]; then
  mariadb-install-db --no-defaults --datadir=$data --user=mysql --skip-test-db --skip-name-resolve \
    --auth-root-authentication-method=socket >/dev/null
  mariadbd --no-defaults --datadir=$data --user=mysql --bootstrap </accounts.sql
  chown mysql $home
  exit
fi
install -d -o mysql /run/mysqld $home/files
chown mysql /etc/galera-clusters/server.cnf
options=(--defaults-file=/etc/galera-clusters/server.cnf --user=mysql --wsrep-notify-cmd=
  --wsrep-node-address="$(hostname -i)")
if [ "$METHOD" = none ]; then
  options+=(--wsrep-on=OFF)
else
  provider=$(ls /usr/lib/galera/libgalera_smm.so /usr/lib/libgalera_smm.so 2>/dev/null | head -n 1)
  options+=(--wsrep-provider="$provider" --wsrep-cluster-address="gcomm://$PEERS" --wsrep-sst-method="$METHOD")
  [ -n "$PEERS" ] || options+=(--wsrep-new-cluster)
fi
echo 'bench: the server starts' >&2
exec mariadbd "${options[@]}"
