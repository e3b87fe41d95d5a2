import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A socket that leads to the real Docker engine until it is cut, as when Docker goes away. */
export interface DockerRelay {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Ends every connection and takes no more. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

/** @param engineSocket the real engine's unix socket. */
export async function relayToDocker(engineSocket: string): Promise<DockerRelay> {
  const folder = await mkdtemp(join(tmpdir(), 'galera-relay-'));
  const path = join(folder, 'docker.sock');
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ path: engineSocket, allowHalfOpen: true });
    for (const [from, to] of [[client, upstream], [upstream, client]] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  const cut = (): void => {
    server.close();
    for (const socket of open) {
      socket.destroy();
    }
  };
  return {
    host: `unix://${path}`,
    cut,
    close: async () => {
      cut();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
