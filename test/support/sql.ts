import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Engine } from '../../src/cluster/engine';
import { readConnection } from '../../src/cluster/readConnection';
import { openConnection } from '../../src/cluster/wsrep/openConnection';
import { untilDone } from './testEngine';

const connectTimeoutMs = 10_000;

/** Runs statements one after another and closes the connection; the rows of the last one come back. */
export async function runAndClose(connection: Connection, statements: readonly string[]): Promise<RowDataPacket[]> {
  try {
    let rows: RowDataPacket[] = [];
    for (const statement of statements) {
      [rows] = await connection.query<RowDataPacket[]>(statement);
    }
    return rows;
  } finally {
    await connection.end();
  }
}

/** Runs statements on a node as a client would, through its published port; the rows of the last one come back. */
export async function sqlOn(engine: Engine, cluster: string, node: string, ...statements: string[]): Promise<RowDataPacket[]> {
  const { user, password, ca, nodes } = await readConnection(engine, cluster, untilDone);
  const at = nodes.find((each) => each.name === node);
  if (at === undefined) {
    throw new Error(`${node} has no port`);
  }
  const connection = await openConnection({ host: at.host, port: at.port, user, password, ca: ca ?? undefined }, connectTimeoutMs);
  // Reads see what other nodes have committed before.
  return runAndClose(connection, ['SET SESSION wsrep_sync_wait = 1', ...statements]);
}
