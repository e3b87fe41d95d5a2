import { connect } from 'node:net';
import type { Access } from '../../src/cluster/docker/access';
import { pause } from '../../src/cluster/async/waitUntil';
import { findFreePort } from '../../src/cluster/docker/freePort';
import type { CostMeter, Measured } from './costs/costMeter';

const name = 'bench-floor';
const lookEveryMs = 20;
const looks = 3_000;
const prepare =
  'mariadb-install-db --user=mysql --datadir=/var/lib/mysql --skip-test-db >/dev/null && ' +
  'install -d -o mysql /run/mysqld';
const serve = 'exec mariadbd --user=mysql --datadir=/var/lib/mysql --bind-address=0.0.0.0';

/** Whether a server greets at a port; Docker's proxy accepts connections before there is one. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(500, () => end(false));
    socket.once('data', () => end(true));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
}

/** From the start of a container with one bare server on a ready data directory until that greets. */
export async function measureFloor(access: Access, meter: CostMeter, image: string): Promise<Measured> {
  const port = await findFreePort(new Set());
  const container = await access.docker.createContainer({
    name,
    Image: image,
    Entrypoint: ['bash', '-c', `if [ ! -d /var/lib/mysql/mysql ]; then ${prepare}; else ${serve}; fi`],
    Cmd: [],
    Labels: { ...access.scope },
    Volumes: { '/var/lib/mysql': {} },
    ExposedPorts: { '3306/tcp': {} },
    HostConfig: { PortBindings: { '3306/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] } },
  });
  try {
    await container.start();
    await container.wait();
    return await meter.measure(1, async () => {
      await container.start();
      for (let left = looks; !(await greets(port)); left--) {
        if (left === 0 || !(await container.inspect()).State.Running) {
          throw new Error('The bare server never greeted.');
        }
        await pause(lookEveryMs, new AbortController().signal);
      }
    });
  } finally {
    await container.remove({ force: true, v: true });
  }
}
