import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDocker } from '../../src/cluster/docker/connectDocker';
import { untilDone } from './testAccess';

/** A socket that leads to the real Docker engine, for as long as it does. */
export interface DockerRelay {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Passes nothing on any more, in either direction, as an engine that was stopped; takes connections as before. */
  readonly freeze: () => void;
  /** Passes on what came meanwhile, and whatever comes. */
  readonly thaw: () => void;
  /** Leads to another engine from the next connection on, and breaks those that there are. */
  readonly leadTo: (engineSocket: string) => void;
  /** Ends every connection and takes no more, as when Docker goes away. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

export interface RelayOptions {
  /** Milliseconds that each answer comes later. */
  readonly delayMs?: number;
  /**
   * Told of each request that a client begins, as in "POST /containers/create"; what it does to the relay comes before
   * that.
   */
  readonly onRequest?: (request: string, relay: DockerRelay) => void;
}

/** The socket of the Docker engine that the tests use. */
export async function dockerSocket(): Promise<string> {
  const { host } = await connectDocker({ signal: untilDone });
  return decodeURIComponent(new URL(host).pathname);
}

/** The requests that begin in what a client sends, as in "GET /containers/json". */
function requestsIn(text: string): string[] {
  return [...text.matchAll(/^([A-Z]+) (?:\/v[\d.]+)?(\/[^ ?]*)\S* HTTP\/1\.1\r$/gm)].map(
    ([, method = '', path = '']) => `${method} ${path}`,
  );
}

/** @param engineSocket the real engine's unix socket. */
export async function relayToDocker(
  engineSocket: string,
  { delayMs = 0, onRequest }: RelayOptions = {},
): Promise<DockerRelay> {
  const folder = await mkdtemp(join(tmpdir(), 'galera-relay-'));
  const path = join(folder, 'docker.sock');
  const open = new Set<Socket>();
  let held: (() => void)[] | undefined;
  let target = engineSocket;
  const pass = (from: Socket, to: Socket, lateMs: number, onData: (data: Buffer) => void): void => {
    const now = (act: () => void): void => {
      if (held === undefined) {
        act();
      } else {
        held.push(act);
      }
    };
    const forward = (act: () => void): void => void (lateMs === 0 ? now(act) : setTimeout(() => now(act), lateMs));
    open.add(from);
    from.on('data', (data) => {
      onData(data);
      forward(() => to.write(data));
    });
    from.on('end', () => forward(() => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      open.delete(from);
      forward(() => to.destroy());
    });
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ path: target, allowHalfOpen: true });
    pass(client, upstream, 0, (data) => {
      for (const request of requestsIn(data.toString('latin1'))) {
        onRequest?.(request, relay);
      }
    });
    pass(upstream, client, delayMs, () => undefined);
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  const breakAll = (): void => {
    for (const socket of open) {
      socket.destroy();
    }
  };
  const cut = (): void => {
    server.close();
    breakAll();
  };
  const relay: DockerRelay = {
    host: `unix://${path}`,
    freeze: () => {
      held ??= [];
    },
    thaw: () => {
      const acts = held ?? [];
      held = undefined;
      for (const act of acts) {
        act();
      }
    },
    leadTo: (other) => {
      target = other;
      breakAll();
    },
    cut,
    close: async () => {
      cut();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return relay;
}
