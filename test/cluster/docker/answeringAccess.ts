import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterEach, beforeEach } from 'mocha';
import { BoundedCalls } from '../../../src/cluster/docker/boundedCalls';
import type { CallPatience } from '../../../src/cluster/docker/callPatience';

/** So little that a test sees it run out. */
export const hasty: CallPatience = { readMs: 300, changeMs: 600 };
/** More than any test takes. */
export const patient: CallPatience = { readMs: 60_000, changeMs: 60_000 };

/** For each test of a `describe` an engine of its own, that answers as the test says. */
export function answeringAccess(): {
  /** Calls to an engine that answers like this. */
  readonly calls: (answer: RequestListener, patience?: CallPatience) => Promise<BoundedCalls>;
  /** The same engine, without bounds. */
  readonly unbounded: () => Docker;
} {
  let folder: string;
  let server: Server;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'galera-calls-'));
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  const socketPath = (): string => join(folder, 'docker.sock');
  const unbounded = (): Docker => new Docker({ socketPath: socketPath(), host: '', port: 0, protocol: 'http' });
  return {
    unbounded,
    async calls(answer, patience = hasty) {
      server = createServer(answer).listen(socketPath());
      await once(server, 'listening');
      return new BoundedCalls(unbounded(), patience);
    },
  };
}
