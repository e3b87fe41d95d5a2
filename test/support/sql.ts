import assert from 'node:assert/strict';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Access } from '../../src/cluster/docker/access';
import { findMembers, publishedPort } from '../../src/cluster/members/members';
import { readConnection } from '../../src/cluster/view/readConnection';
import { rememberedCredentials } from '../../src/cluster/members/rememberedCredentials';
import { sqlAddress } from '../../src/cluster/sql/sqlAddress';
import { openConnection } from '../../src/cluster/sql/openConnection';
import { untilDone } from './testAccess';

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

/** Reads see what other nodes have committed before. */
const waits = 'SET SESSION wsrep_sync_wait = 1';

/** As {@link sqlOn}, with the account that the nodes tell at this moment. */
export async function sqlAsTold(
  access: Access,
  cluster: string,
  node: string,
  ...statements: string[]
): Promise<RowDataPacket[]> {
  const { user, password, ca, nodes } = await readConnection(access, cluster, untilDone);
  const { host, port } = nodes.find((each) => each.name === node) ?? assert.fail(`${node} has no port`);
  return runAndClose(await openConnection({ host, port, user, password, ca: ca ?? undefined }, connectTimeoutMs), [
    waits,
    ...statements,
  ]);
}

/** Runs statements on a node as a client would, through its published port; the rows of the last one come back. */
export async function sqlOn(
  access: Access,
  cluster: string,
  node: string,
  ...statements: string[]
): Promise<RowDataPacket[]> {
  const members = await findMembers(access, cluster);
  const at = members.find((each) => each.node === node);
  const port = at === undefined ? undefined : publishedPort(at);
  const credentials = await rememberedCredentials(access, members);
  if (port === undefined || credentials === undefined) {
    throw new Error(`${node} doesn't run, or has no port`);
  }
  const connection = await openConnection(sqlAddress(credentials, 'root', port), connectTimeoutMs);
  return runAndClose(connection, [waits, ...statements]);
}
