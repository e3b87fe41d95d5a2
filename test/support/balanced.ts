import assert from 'node:assert/strict';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { waitUntil } from '../../src/cluster/async/waitUntil';
import type { Access } from '../../src/cluster/docker/access';
import { openConnection, type SqlAddress } from '../../src/cluster/sql/openConnection';
import type { BalancedState, BalancerView } from '../../src/cluster/vocabulary/model';
import { readCluster } from '../../src/cluster/view/readClusters';
import { readConnection } from '../../src/cluster/view/readConnection';
import { untilDone } from './testAccess';

/** HAProxy, in place of the official image. */
export const balancerImage = process.env['GALERA_TEST_IMAGE_BALANCER'] ?? 'galera-clusters/haproxy:test';

const deadlineMs = 30_000;

/** Where clients reach a cluster's balancer. */
export async function balancerAddress(access: Access, name: string, way: 'write' | 'read'): Promise<SqlAddress> {
  const { user, password, ca, balancer } = await readConnection(access, name, untilDone);
  const { host, port } = balancer?.[way] ?? assert.fail(`${name} has no balancer that runs`);
  return { host, port, user, password, ca: ca ?? undefined };
}

/** A client's connection through a balancer. */
export async function connectThrough(access: Access, name: string, way: 'write' | 'read'): Promise<Connection> {
  const connection = await openConnection(await balancerAddress(access, name, way), deadlineMs);
  // That it ends is what some tests wait for.
  connection.on('error', () => undefined);
  return connection;
}

/** The node at the other end. */
export async function nodeOf(connection: Connection): Promise<string> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT @@wsrep_node_name AS node');
  return String(row?.['node']);
}

/** The nodes that so many new connections come to, by name. */
export async function nodesBehind(access: Access, name: string, way: 'write' | 'read', count = 6): Promise<string[]> {
  const found = new Set<string>();
  for (let each = 0; each < count; each++) {
    const connection = await connectThrough(access, name, way);
    found.add(await nodeOf(connection));
    await connection.end();
  }
  return [...found].sort();
}

/** Waits until the balancer takes the nodes for what is named, and for nothing else those that aren't. */
export async function untilBalanced(
  access: Access,
  name: string,
  wanted: Readonly<Record<string, BalancedState>>,
  writer?: string,
): Promise<BalancerView> {
  let last = '';
  const what = `the balancer of ${name} to take ${JSON.stringify(wanted)}`;
  return waitUntil({ signal: untilDone, what, deadlineMs, details: () => Promise.resolve([last]) }, async () => {
    const { balancer } = await readCluster(access, name, untilDone);
    last = JSON.stringify([...(balancer?.nodes ?? [])]);
    const isAsWanted = Object.entries(wanted).every(([node, state]) => balancer?.nodes.get(node) === state);
    return balancer !== undefined && isAsWanted && (writer === undefined || balancer.writer === writer)
      ? { done: balancer }
      : 'notYet';
  });
}

/** Waits until a connection has ended by the other side. */
export function untilEnded(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the connection is still open')), deadlineMs);
    connection.on('end', () => {
      clearTimeout(late);
      resolve();
    });
    connection.on('error', () => {
      clearTimeout(late);
      resolve();
    });
  });
}
