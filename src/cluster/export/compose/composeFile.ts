import { rootUser } from '../../node/credentials';
import { nodePaths } from '../../node/nodePaths';
import { commentedYaml } from '../commentedYaml';
import type { ExportFacts } from '../exportFacts';

const heading = `A MariaDB Galera cluster that runs by compose alone: \`docker compose up -d\`, or docker-compose from 1.29 on.
README.md tells how to use it, and what it can't do.

Who may found the cluster, and who joins (galera/node.sh decides it, on each node, in decide()):

 - A node never founds a cluster because nobody answers. All nodes share the volume "guard": each holds a lock in it as
   long as its container lives, and says there what it holds and what it is about. One at a time decides by that.
 - Where some node is in a majority (Primary), the others join it.
 - The first "up": once all nodes are there and all are empty, the first of them founds, the others are filled by it.
 - After all were down ("down", "stop", a crash of the machine), each finds out how far its data go, the highest
   seqno founds, and the others follow. Of equals it is the one that left last.
 - It does so without those that aren't up only if none of them can have more: it left last in good order, or all that
   were in its last majority are up. Else all wait, and say why in their log.
 - You can choose: GALERA_BOOTSTRAP=NODE@UUID:SEQNO, as the log has it, lets that node found with just these data. What
   others hold beyond that is lost. It says nothing of any other state, so it does no harm where it is left.
 - A node whose volume was lost is filled by the others, and founds nothing beside their data. Where all were down at
   once, they can't know what it held: then the choice is yours, as above.`;

const nodeComment = `What all nodes have in common.`;
const secretsComment = `Passwords and keys are files of mode 0600; nothing of them is in this file or in the containers' environment.`;
const portsComment = `On this machine only. Change the number, in .env, where it is taken.`;
const serviceComment = `A node is a service, a volume, and a line in galera/members.`;

/** The name of the variable in .env that says which port of this machine leads to a node. */
export function portVariable(node: string): string {
  return `${node.toUpperCase()}_PORT`;
}

const node = {
  // The image's own would start the server without asking anybody, and without a recovered position.
  user: rootUser,
  environment: { GALERA_BOOTSTRAP: '${GALERA_BOOTSTRAP:-}' },
  stop_signal: 'SIGTERM',
  stop_grace_period: '60s',
  restart: 'unless-stopped',
  healthcheck: {
    test: ['CMD', 'bash', '/galera/health.sh'],
    interval: '5s',
    timeout: '5s',
    retries: 3,
    start_period: '120s',
  },
  logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
};

/** The cluster as a compose file that docker-compose 1.29 and compose v2 understand alike. */
export function composeFile({ nodes, credentials }: ExportFacts): string {
  const names = nodes.map(({ name }) => name);
  const withKeys = credentials.authority !== undefined;
  const services = nodes.map(({ name, image }) => [
    name,
    {
      '<<': node,
      image,
      hostname: name,
      entrypoint: ['bash', '/galera/start.sh', name],
      secrets: ['credentials', 'accounts.sql', ...(withKeys ? [`${name}.key`] : [])],
      ports: [`127.0.0.1:\${${portVariable(name)}}:3306`],
      volumes: [
        './galera:/galera:ro',
        'guard:/guard',
        { type: 'volume', source: `${name}-data`, target: nodePaths.home, volume: { nocopy: true } },
      ],
    },
  ]);
  const secretNames = ['credentials', 'accounts.sql', ...(withKeys ? names.map((name) => `${name}.key`) : [])];
  const file = {
    'x-node': node,
    services: Object.fromEntries(services) as unknown,
    secrets: Object.fromEntries(secretNames.map((name) => [name, { file: `./secrets/${name}` }])),
    volumes: Object.fromEntries([...names.map((name) => `${name}-data`), 'guard'].map((name) => [name, null])),
  };
  return commentedYaml(file, heading, [
    [['x-node'], nodeComment],
    [['services'], serviceComment],
    [['services', names[0] ?? '', 'ports'], portsComment],
    [['secrets'], secretsComment],
  ]);
}
