#!/bin/bash
# Boots one Galera node: prepares its data directory, finds its position, waits until a member is online or the engine
# tells it to found, then runs the server. It never founds a cluster by itself. It must work in any image with bash,
# coreutils, mariadbd >= 10.6 and a Galera provider, with or without an entrypoint of the image's own. What it starts
# at each boot costs more than what it does itself: a value is set in a variable, not printed, and nothing that bash
# can do is left to a program.
set -Eeuo pipefail
umask 077

# Where things lie. The engine knows the same (nodePaths.ts).
home=/var/lib/mysql
data=$home/data
state=$home/galera
tls=$state/tls
files=$home/files
config=/etc/galera-clusters/server.cnf
run=/run/galera-clusters
# What the server's user may write: root writes nothing below these, nor in the data directory, where a server that
# isn't its own master any more could have put a link.
marks=$run/server
served=$state/served
# What is being looked into at the moment (serverLog.sh).
looks=$run/looks
prepared=/var/lib/galera-prepared
# Why what is here is no state: a mark of ours each, since grastate.dat's zero UUID alone doesn't say so. The server
# writes that for as long as any DDL runs, and while a joiner waits for what it needs. A transfer by mysqldump makes
# the first before it alters anything here (schema.sh); of both, notify.sh takes away what a transfer has made good.
broken_transfer=$data/mysql/galera_transfer.frm
given_up=$data/galera_given_up
# Where the last server began, and how that was known: "uuid:seqno origin".
began_at=$data/galera_began
zero_uuid=00000000-0000-0000-0000-000000000000
galera_port=4567
state_agent=/usr/local/lib/galera-clusters/state-agent
balancer_port=9200
member_port=9201

# All that the parts share. What is set once, while the node is set up (setUp.sh):
boot='' seal='' node_name='' monitor_password='' sst_method='' sst_receives='' gcache_bytes=0 provider='' escorted=''
# Where this image's system tables lie, once that is worked out (prepare.sh).
prepared_data=''
# What the node holds, as find_position says (position.sh).
uuid=$zero_uuid seqno=-1 safe_to_bootstrap=0 origin=none
# How often it has begun to wait, and how often it has got further in recovering: for the engine (report.sh).
turn=0 step=0
# Whom to join, as "address,address"; nothing to found (turn.sh).
peers=''
# Whether anyone can still give orders, what of a line has come in so far, the last line that was whole, and what it
# asks for (orders.sh).
hears='' begun='' order='' asked='' order_seal=''
# The server that runs, and whether this node is to end (runServer.sh). Whether its state was given up for its accounts.
server_pid='' asked_to_stop='' started_over=''
# What tells balancers of it (tellState.sh), until the node is to leave.
teller=''
# What functions answer: read_own and its like, clients (clients.sh), and the other members' addresses (members.sh).
value='' answer='' others=()
