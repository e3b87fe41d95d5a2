#!/bin/bash
# What a node's container runs: puts this node's files where node.sh looks for them, and goes on with that. Nothing of
# it needs the image's own entrypoint; any image with bash, MariaDB from 10.6 on and Galera will do.
set -Eeuo pipefail
umask 077
node=$1
from=/galera
secrets=/run/secrets
home=/var/lib/mysql
state=$home/galera
guard=/guard
installed=/usr/local/lib/galera-clusters

# Held by descriptor 8 until this container ends: by it the others see that this node is up. Two servers on one volume
# would ruin it. What an earlier container has said of itself is no longer true.
chmod 700 "$guard"
exec 8>>"$guard/$node.lock"
if ! flock -w 10 8; then
  echo "galera-node: error: another container is $node already" >&2
  exit 1
fi
rm -f "$guard/$node"

install -d -m 755 "$home" "$state" "$installed" /etc/galera-clusters
install -m 755 "$from/notify" "$installed/notify"
install -m 755 "$from/wsrep_sst_mysqldump" /usr/bin/wsrep_sst_mysqldump
printf '%s\n' "$node" >"$state/name"
install -m 644 "$from/members" "$state/members"
install -m 600 "$secrets/credentials" "$state/credentials"
install -m 600 "$secrets/accounts.sql" "$state/accounts.sql"
if [ -e "$from/tls" ]; then
  install -d -m 755 "$state/tls"
  install -m 644 "$from/tls/ca.pem" "$state/tls/ca.pem"
  install -m 644 "$from/tls/$node.pem" "$state/tls/node.pem"
  install -m 644 "$from/tls/$node.expires" "$state/tls/expires"
  install -m 600 "$secrets/$node.key" "$state/tls/node.key"
fi

# The only secret in the server's options.
options=$(<"$from/$node.cnf")
password=$(sed -n 's/^sst_password=//p' "$secrets/credentials")
printf '%s\n' "${options//@SST_PASSWORD@/"$password"}" >/etc/galera-clusters/server.cnf

exec bash "$from/node.sh"
