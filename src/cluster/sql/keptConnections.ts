import { createHash } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Connection } from 'mysql2/promise';
import { openConnection, type SqlAddress } from './openConnection';

/** Longer than any pause between two looks at a node. */
const idleMs = 10_000;

/** A login every so often shows whether anybody else can still come in. */
const mostAgeMs = 15_000;

interface Idle {
  readonly connection: Connection;
  readonly timer: NodeJS.Timeout;
}

/** What mysql2's promises are around, of which its types don't tell. */
interface Inner {
  readonly connection: { readonly stream: { unref(): void } & Partial<Pick<TLSSocket, 'getPeerCertificate'>> };
}

const idle = new Map<string, Idle>();
/** By the clock that only goes forward. */
const openedAtMs = new WeakMap<Connection, number>();

function keyOf(at: SqlAddress): string {
  return createHash('sha256').update(JSON.stringify(at)).digest('hex');
}

function forget(key: string, connection: Connection): void {
  const kept = idle.get(key);
  if (kept?.connection === connection) {
    clearTimeout(kept.timer);
    idle.delete(key);
  }
}

/** In good order: a connection that just breaks off leaves a warning in the server's log. */
async function end(connection: Connection): Promise<void> {
  await connection.end().catch(() => connection.destroy());
}

/** A connection that nobody uses any more; where none is kept, undefined. */
function takeIdle(key: string): Connection | undefined {
  const kept = idle.get(key);
  if (kept !== undefined) {
    forget(key, kept.connection);
  }
  return kept?.connection;
}

function keep(key: string, connection: Connection): void {
  if (idle.has(key) || performance.now() - (openedAtMs.get(connection) ?? 0) > mostAgeMs) {
    void end(connection);
    return;
  }
  const timer = setTimeout(() => {
    forget(key, connection);
    void end(connection);
  }, idleMs);
  timer.unref();
  idle.set(key, { connection, timer });
}

/**
 * Asks a server something by a connection that is kept for the next time: a TLS session a look costs both sides more
 * than all else. One that was kept may have been ended by the server since; then a new one is asked.
 *
 * @param connectTimeout milliseconds
 * @param signal once it fires, the connection is of no use any more
 * @throws what opening and asking throw
 */
export async function askByKept<T>(
  at: SqlAddress,
  connectTimeout: number,
  signal: AbortSignal,
  ask: (connection: Connection, isNew: boolean) => Promise<T>,
): Promise<T> {
  const key = keyOf(at);
  const attempt = async (kept: Connection | undefined): Promise<T> => {
    const connection = kept ?? (await openConnection(at, connectTimeout));
    const destroy = (): void => connection.destroy();
    if (kept === undefined) {
      // One that breaks while nobody asks would otherwise throw out of nowhere; and none of them keeps this process.
      openedAtMs.set(connection, performance.now());
      connection.on('error', () => forget(key, connection));
      (connection as unknown as Inner).connection.stream.unref();
    }
    if (signal.aborted) {
      destroy();
      throw signal.reason;
    }
    signal.addEventListener('abort', destroy);
    try {
      const answer = await ask(connection, kept === undefined);
      keep(key, connection);
      return answer;
    } catch (error) {
      destroy();
      throw error;
    } finally {
      signal.removeEventListener('abort', destroy);
    }
  };
  const kept = takeIdle(key);
  if (kept !== undefined) {
    try {
      return await attempt(kept);
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
    }
  }
  return attempt(undefined);
}

/**
 * Until when the certificate is valid by which a server proved itself when a connection to it was opened that is kept;
 * undefined where none is. The server may have another one since.
 */
export function certificateEnd(at: SqlAddress): Date | undefined {
  const stream = (idle.get(keyOf(at))?.connection as unknown as Inner | undefined)?.connection.stream;
  const end = Date.parse(stream?.getPeerCertificate?.().valid_to ?? '');
  return Number.isNaN(end) ? undefined : new Date(end);
}

/**
 * Ends the connection that is kept to a server: one that is to leave its cluster waits a second for whoever is
 * connected.
 */
export async function endKeptConnection(at: SqlAddress): Promise<void> {
  const key = keyOf(at);
  const connection = takeIdle(key);
  await (connection && end(connection));
}

/** Ends all connections that are kept, in good order. */
export async function endKeptConnections(): Promise<void> {
  const all = [...idle].map(([key, { connection }]) => {
    forget(key, connection);
    return end(connection);
  });
  await Promise.all(all);
}
