import type { RowDataPacket } from 'mysql2/promise';
import { defaultBalancerImage } from '../../../src/cluster/balancer/ensureBalancer';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import type { Access } from '../../../src/cluster/docker/access';
import { connectDocker } from '../../../src/cluster/docker/connectDocker';
import { ensureImage } from '../../../src/cluster/docker/images';
import { freezeNode, idleNode, isolateNode, killNode, type NodeRef } from '../../../src/cluster/operations/nodeActions';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import type { OperationOptions } from '../../../src/cluster/docker/access';
import type { SqlAddress } from '../../../src/cluster/sql/openConnection';
import type { ClusterView } from '../../../src/cluster/vocabulary/model';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { readConnection } from '../../../src/cluster/view/readConnection';
import { sqlOn } from '../../support/sql';
import { dropCluster, quietly, testAccessOn, untilDone } from '../../support/testAccess';
import { clientSaw, type FailoverRow, together } from './failoverRow';
import { ReconnectingWriter } from '../../support/reconnectingWriter';

type Fault = (access: Access, at: NodeRef, options: OperationOptions) => Promise<void>;

/** What happens to the node that is written to, by the rows' names. */
const faults = { idle: idleNode, kill: killNode, freeze: freezeNode, isolate: isolateNode } as const satisfies Record<
  string,
  Fault
>;
export type FailoverKind = keyof typeof faults;
export const failoverKinds = Object.keys(faults) as FailoverKind[];

const name = 'bench-failover';
const database = 'failover';
const deadlineMs = 60_000;
/** How many answers count as being served again. */
const fewAnswers = 50;

const noDetails = (): Promise<readonly string[]> => Promise.resolve([]);

/** The balancer's writer, once the balancer leads to every node. */
async function untilBalanced(access: Access): Promise<string> {
  return waitUntil(
    { signal: untilDone, what: 'the balancer to lead to all nodes', deadlineMs, details: noDetails },
    async () => {
      const { health, balancer }: ClusterView = await readCluster(access, name, untilDone);
      const isReady =
        health === 'healthy' && balancer !== undefined && [...balancer.nodes.values()].every((is) => is === 'synced');
      return isReady && balancer.writer !== null ? { done: balancer.writer } : 'notYet';
    },
  );
}

async function addressOf(access: Access, node: string | undefined): Promise<SqlAddress> {
  const { user, password, ca, balancer, nodes } = await readConnection(access, name, untilDone);
  const at = node === undefined ? balancer?.write : nodes.find((each) => each.name === node);
  if (at === undefined) {
    throw new Error(`no address of ${node ?? 'the balancer'}`);
  }
  return { host: at.host, port: at.port, user, password, ca: ca ?? undefined };
}

async function heldBy(access: Access, node: string, table: string): Promise<ReadonlySet<number>> {
  const rows = await sqlOn(access, name, node, `SELECT id FROM ${table}`);
  return new Set(rows.map(({ id }: RowDataPacket) => id as number));
}

/** One fault on the node that is written to, until it has been brought back. */
async function measureFault(access: Access, kind: FailoverKind): Promise<FailoverRow> {
  const node = await untilBalanced(access);
  const tables = { balanced: `${database}.balanced`, fixed: `${database}.fixed` };
  await sqlOn(
    access,
    name,
    node,
    `CREATE DATABASE IF NOT EXISTS ${database}`,
    ...Object.values(tables).flatMap((table) => [
      `DROP TABLE IF EXISTS ${table}`,
      `CREATE TABLE ${table} (id INT PRIMARY KEY)`,
    ]),
  );
  const balanced = new ReconnectingWriter(await addressOf(access, undefined), tables.balanced);
  const fixed = new ReconnectingWriter(await addressOf(access, node), tables.fixed);
  const ended = async (): Promise<FailoverRow> => {
    const [ofBalanced, ofFixed] = await Promise.all([balanced.stop(), fixed.stop()]);
    await untilBalanced(access);
    const { nodes } = await readCluster(access, name, untilDone);
    const held = (table: string): Promise<ReadonlySet<number>[]> =>
      Promise.all(nodes.map((each) => heldBy(access, each.name, table)));
    return {
      name: kind,
      ...clientSaw(ofBalanced, await held(tables.balanced)),
      fixed: clientSaw(ofFixed, await held(tables.fixed)),
    };
  };
  try {
    await Promise.all([balanced.untilAnswered(fewAnswers), fixed.untilAnswered(fewAnswers)]);
    await faults[kind](access, { cluster: name, node }, quietly);
    await waitUntil({ signal: untilDone, what: 'another writer', deadlineMs, details: noDetails }, async () => {
      const { balancer } = await readCluster(access, name, untilDone);
      return balancer?.writer !== undefined && balancer.writer !== null && balancer.writer !== node
        ? { done: true }
        : 'notYet';
    });
    await balanced.untilAnswered(fewAnswers);
    await startCluster(access, { name }, quietly);
    await Promise.all([balanced.untilAnswered(fewAnswers), fixed.untilAnswered(fewAnswers)]);
  } catch (error) {
    await Promise.all([balanced.stop(), fixed.stop()]);
    throw error;
  }
  return ended();
}

/** What a client of the write port sees while something happens to the node that it writes to. */
export async function failoverBench(
  kinds: readonly FailoverKind[],
  rounds: number,
  say: (line: string) => void,
): Promise<FailoverRow[]> {
  const { docker } = await connectDocker({ signal: untilDone });
  const access = testAccessOn(docker);
  const image = await ensureImage(access, process.env['GALERA_IMAGE'], untilDone, quietly.onProgress);
  const balancer = { image: process.env['GALERA_BALANCER_IMAGE'] ?? defaultBalancerImage };
  await dropCluster(access, name);
  try {
    say(`Starting three nodes with ${image} and a balancer with ${balancer.image}`);
    await startCluster(access, { name, nodes: 3, image, balancer }, quietly);
    const rows: FailoverRow[] = [];
    for (const kind of kinds) {
      const of: FailoverRow[] = [];
      for (let round = 1; round <= rounds; round++) {
        const row = await measureFault(access, kind);
        of.push(row);
        say(
          `${kind} ${String(round)}/${String(rounds)}: longest gap ${String(row.longest_gap_s)} s, lost ${String(row.lost)}`,
        );
      }
      rows.push(together(of));
    }
    return rows;
  } finally {
    await dropCluster(access, name);
  }
}
