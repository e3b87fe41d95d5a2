import { createServer } from 'node:net';

const firstPort = 13_306;
const lastPort = 14_305;

/** Whether nothing listens on a port of 127.0.0.1 now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/**
 * A port on 127.0.0.1 that nothing listens on now, from a range below the one that outgoing connections use.
 * It is named when the container is made, and not left to Docker, so that a node keeps it over stops and kills.
 *
 * @param reserved ports that stopped containers will want again.
 * @throws RangeError where none of the range is free.
 */
export async function findFreePort(reserved: ReadonlySet<number>): Promise<number> {
  for (let port = firstPort; port <= lastPort; port++) {
    if (!reserved.has(port) && (await isFree(port))) {
      return port;
    }
  }
  throw new RangeError(`no free port from ${String(firstPort)} to ${String(lastPort)}`);
}
