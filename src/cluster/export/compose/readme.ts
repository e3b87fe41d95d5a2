import { sstMethods } from '../../../sst/methods';
import type { ExportFacts } from '../exportFacts';
import { portVariable } from './composeFile';

/** Where certificates are of use: how a client checks who answers. */
const tlsText = `
Clients have to speak TLS, and can check the server by \`galera/tls/ca.pem\`. The authority is the cluster's own; its key
isn't here. The nodes' certificates last for ten years. Before they end, put new ones of the same authority into
\`galera/tls/\` and \`secrets/\`, with the second in which they end in \`gN.expires\`, or export the cluster again.
`;

const plainText = `
This cluster was made without TLS: what goes over its network is clear text, and whoever is on it can join it. Put
nobody else on that network.
`;

/** What the folder's README says: how to use it, what it does by itself, and what it can't do. */
export function composeReadme({ cluster, nodes, traits, credentials }: ExportFacts): string {
  const [first = 'g1'] = nodes.map(({ name }) => name);
  const hold = `docker compose exec ${first} mariadb --socket /run/mysqld/mysqld.sock`;
  return `# ${cluster}, by compose

${String(nodes.length)} nodes of a MariaDB Galera cluster, which need nothing but Docker and compose, version 1.29 or later. With
docker-compose 1.29 type \`docker-compose\` for \`docker compose\`.

| | |
|---|---|
| start it, the first time and ever after | \`docker compose up -d\` |
| how it is | \`docker compose ps\`: a node that is healthy serves |
| why a node waits | \`docker compose logs ${first}\` |
| a shell as root | \`${hold}\` |
| stop it, data kept | \`docker compose down\` |
| remove it and its data | \`docker compose down -v\` |

Clients of this machine reach the nodes on 127.0.0.1, at the ports in \`.env\`, as the cluster's were; while that runs on
this machine, name others. User \`root\`, password in \`secrets/root_password\`. From other containers it is \`${first}:3306\` on
the network of this project.
${credentials.authority === undefined ? plainText : tlsText}
## The data

They aren't here. The cluster begins empty, with the same accounts for root and for the nodes themselves. To bring the
data in, once it is up, load a dump into any node; it goes to all:

    docker compose exec -T ${first} mariadb --socket /run/mysqld/mysqld.sock < dump.sql

A logical snapshot of the cluster, exported as \`.sql\`, is such a dump. So is what \`mariadb-dump --single-transaction
--routines --events --triggers --databases NAME…\` writes. One of \`--all-databases\` isn't: it drops tables that a Galera
node won't let go. Accounts of your own are to be created by statement, or dumped by \`mariadb-dump --system=users\`.

## What it does by itself

- One node founds the cluster the first time, once all are there and empty; the others join it.
- A node that crashes is started again by Docker and joins; while it is gone, the others serve as long as they are a
  majority: two of three.
- After all were down, the node with the most advanced data founds the cluster, and the others follow. A start with
  fewer nodes does so only where none that is missing can have more. Else all wait, and their logs say for whom.
- Survivors without a majority end and start anew once all of them are up again, so that the cluster is founded anew.

The rules are in \`compose.yaml\`, the script that holds them is \`galera/node.sh\`.

## When it waits and you know better

A log line says what each node holds, as \`UUID:SEQNO\`. To have the cluster go on with what ${first} holds:

    GALERA_BOOTSTRAP=${first}@UUID:SEQNO docker compose up -d ${first}

Afterwards \`docker compose up -d\`. From there on it is a history of its own: all others are filled anew by ${first}, and
what they held beyond it is lost. Copy their volumes first where that could matter.

## What it can't do

- It isn't highly available: all nodes and volumes are on one machine, and so is what the guard goes by.
- No address leads to a live node by itself: clients have to know all of them. There is no balancer.
- It isn't \`galera\`'s any more: \`galera\` doesn't see, repair, scale or upgrade it, makes no snapshots of it, and renews no
  certificate. Nothing is told of a donor, a transfer's progress or a conflict but in the nodes' logs.
- \`docker compose up --scale\` makes no further node. For another one copy a service, its volume, its line in
  \`galera/members\`, its \`.cnf\`${credentials.authority === undefined ? '' : ' and its certificate'}, in all places where ${first} is named.
- A node without its data is filled by ${traits.sstMethod}. ${sstMethods[traits.sstMethod].description}
- Upgrades: change the image of one node at a time, wait until it is healthy, then run \`mariadb-upgrade\` in it.
- Who may read this folder, or use Docker on this machine, has all of its passwords and data.
`;
}

/** The variables that compose reads by itself. */
export function composeEnvironment({ cluster, nodes }: ExportFacts): string {
  const taken = new Set(nodes.flatMap(({ port }) => (port === undefined ? [] : [port])));
  const ports = nodes.map(({ name, port }, index) => {
    let free = port ?? 13306 + index;
    while (port === undefined && taken.has(free)) {
      free += 1;
    }
    taken.add(free);
    return `${portVariable(name)}=${String(free)}\n`;
  });
  return [
    '# The name of the project, before the names of containers and volumes.\n',
    `COMPOSE_PROJECT_NAME=${cluster}\n`,
    '# On 127.0.0.1, for clients of this machine.\n',
    ...ports,
  ].join('');
}
