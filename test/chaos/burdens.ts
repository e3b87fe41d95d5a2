import type { Connection } from 'mysql2/promise';
import { findMembers } from '../../src/cluster/members/members';
import type { Access } from '../../src/cluster/docker/access';
import { pause } from '../../src/cluster/async/waitUntil';
import { openConnection } from '../../src/cluster/sql/openConnection';
import { container, type Fault, type FaultContext, noneFits, type Prepare } from './faultTools';
import type { NodeDirectory } from './nodeDirectory';
import { NodeSession } from './nodeSession';

const cpuPeriodUs = 100_000;
const noQuota = -1;
const sqlTimeoutMs = 5_000;
const openedAtOnce = 10;
const tooManyConnections = 1040;

/** A burden on one node for a while; what lays it on says whether it could. */
function burden(
  layOn: (context: FaultContext, node: string, weight: number) => Promise<(() => Promise<unknown>) | undefined>,
): Prepare {
  return (context, random) => {
    const node = random.pick(context.nodes);
    const forMs = random.between(4_000, 20_000);
    const weight = random.next();
    const run = async (): Promise<string> => {
      const takeOff = await layOn(context, node, weight);
      if (takeOff === undefined) {
        return noneFits;
      }
      await pause(forMs, context.ended).catch(() => undefined);
      // Where the node is away by now its next start is without it, or the healing at the end takes it off.
      await takeOff().catch(() => undefined);
      return node;
    };
    return { on: `${node} for ${String(forMs)} ms`, run };
  };
}

async function setShare(access: Access, id: string, share: number | undefined): Promise<void> {
  // A quota, as --cpus is in the end: --cpus itself can't be taken back.
  await access.docker
    .getContainer(id)
    .update({ CpuPeriod: cpuPeriodUs, CpuQuota: share === undefined ? noQuota : Math.round(share * cpuPeriodUs) });
}

async function slow(context: FaultContext, node: string, weight: number): Promise<() => Promise<unknown>> {
  const { id } = container(context, node);
  await setShare(context.access, id, 0.05 + 0.25 * weight);
  return () => setShare(context.access, id, undefined);
}

async function setDesync(directory: NodeDirectory, node: string, value: 'ON' | 'OFF'): Promise<void> {
  const session = new NodeSession(directory, node, [], sqlTimeoutMs);
  try {
    await session.execute(`SET GLOBAL wsrep_desync = ${value}`);
  } finally {
    session.drop();
  }
}

async function desync({ directory }: FaultContext, node: string): Promise<(() => Promise<unknown>) | undefined> {
  const done = await setDesync(directory, node, 'ON').then(
    () => true,
    () => false,
  );
  return done ? () => setDesync(directory, node, 'OFF') : undefined;
}

/** Opens connections until the server takes no more; undefined where that can't be reached. */
async function useUpConnections(
  { directory }: FaultContext,
  node: string,
): Promise<(() => Promise<unknown>) | undefined> {
  const open: Connection[] = [];
  const giveBack = (): Promise<void> => Promise.resolve(open.forEach((connection) => connection.destroy()));
  for (;;) {
    const tried = await Promise.allSettled(
      Array.from({ length: openedAtOnce }, () => openConnection(directory.sqlAddress(node), sqlTimeoutMs)),
    );
    for (const each of tried) {
      if (each.status === 'fulfilled') {
        each.value.on('error', () => undefined);
        open.push(each.value);
      }
    }
    const failures = tried.flatMap((each) => (each.status === 'rejected' ? [each.reason as { errno?: number }] : []));
    if (failures.some(({ errno }) => errno === tooManyConnections)) {
      return giveBack;
    }
    if (failures.length > 0) {
      await giveBack();
      return undefined;
    }
  }
}

export const burdens: readonly Fault[] = [
  { name: 'slow', group: 'slow', weight: 3, kind: 'harm', lasting: true, prepare: burden(slow) },
  { name: 'desync', group: 'desync', weight: 3, kind: 'harm', lasting: true, prepare: burden(desync) },
  {
    name: 'connectionsUsedUp',
    group: 'connections',
    weight: 3,
    kind: 'harm',
    lasting: true,
    prepare: burden(useUpConnections),
  },
];

/** Gives every node the whole machine again. */
export async function resetShares(access: Access, cluster: string): Promise<void> {
  for (const { inspected } of await findMembers(access, cluster)) {
    if (inspected !== undefined) {
      await setShare(access, inspected.Id, undefined);
    }
  }
}

/** Takes every desync back, again and again, as nodes become reachable, until the signal ends it. */
export async function keepInSync(directory: NodeDirectory, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await Promise.allSettled(directory.nodes.map((node) => setDesync(directory, node, 'OFF')));
    await pause(3_000, signal).catch(() => undefined);
  }
}
