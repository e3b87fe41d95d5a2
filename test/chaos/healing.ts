import type { RowDataPacket } from 'mysql2/promise';
import { scaleCluster } from '../../src/cluster/operations/scaleCluster';
import type { Access, OperationOptions } from '../../src/cluster/docker/access';
import { toGaleraError } from '../../src/cluster/vocabulary/errors';
import { readCluster } from '../../src/cluster/view/readClusters';
import { startCluster } from '../../src/cluster/operations/startCluster';
import { pause } from '../../src/cluster/async/waitUntil';
import { keepInSync, resetShares } from './burdens';
import type { NodeDirectory } from './nodeDirectory';
import { NodeSession } from './nodeSession';
import type { Timeline } from './timeline';

const healTries = 3;
const quietMs = 60_000;

/** What a cluster is healed with. */
export interface Healing {
  readonly access: Access;
  readonly name: string;
  readonly directory: NodeDirectory;
  readonly timeline: Timeline;
  readonly options: () => OperationOptions;
}

/** One start has to bring everything back; more are tried so that there is something to look at. */
async function startAgain({ access, name, timeline, options }: Healing): Promise<string[]> {
  const failures: string[] = [];
  for (let attempt = 1; attempt <= healTries; attempt++) {
    timeline.record('heal', { attempt });
    try {
      const { how } = await startCluster(access, { name }, options());
      const { health, nodes } = await readCluster(access, name, options().signal);
      timeline.record('healed', { attempt, how, health, states: nodes.map((node) => `${node.name} ${node.state}`) });
      if (health === 'healthy') {
        return failures;
      }
      failures.push(`The last start (attempt ${String(attempt)}) said ${how} and left the cluster ${health}`);
    } catch (error) {
      const { code, message, details } = toGaleraError(error);
      timeline.record('healFailed', { attempt, code, message, details });
      failures.push(`The last start (attempt ${String(attempt)}) failed: ${code}: ${message}`);
    }
  }
  return failures;
}

/** Takes away what users and machines did to the nodes, and brings everything back. */
export async function heal(healing: Healing): Promise<string[]> {
  await resetShares(healing.access, healing.name);
  const healed = new AbortController();
  const syncing = keepInSync(healing.directory, healed.signal);
  try {
    return await startAgain(healing);
  } finally {
    healed.abort();
    await syncing;
  }
}

/** Gives the cluster so many nodes again, where it has others. */
export async function restoreSize({ access, name, timeline, options }: Healing, nodes: number): Promise<string[]> {
  const { nodes: there } = await readCluster(access, name, options().signal);
  if (there.length === nodes) {
    return [];
  }
  timeline.record('restoreSize', { from: there.length, to: nodes });
  try {
    const { health } = await scaleCluster(access, name, nodes, options());
    return health === 'healthy'
      ? []
      : [`Scaling from ${String(there.length)} to ${String(nodes)} nodes in the end left the cluster ${health}`];
  } catch (error) {
    const { code, message, details } = toGaleraError(error);
    timeline.record('restoreSizeFailed', { code, message, details });
    return [`Scaling from ${String(there.length)} to ${String(nodes)} nodes in the end failed: ${code}: ${message}`];
  }
}

/**
 * Waits until no node works on a client's statement any more. One that was sent to a node which then stood still is
 * done when that goes on; nodes that are read before and after it differ in nothing but that.
 */
export async function awaitQuiet(
  directory: NodeDirectory,
  nodes: readonly string[],
  timeline: Timeline,
): Promise<void> {
  const until = Date.now() + quietMs;
  for (const node of nodes) {
    const session = new NodeSession(directory, node, [], 10_000);
    const query = `SELECT ID, INFO AS info FROM information_schema.PROCESSLIST WHERE COMMAND IN ('Query', 'Execute') AND ID <> CONNECTION_ID()`;
    for (let quiet = false; !quiet && Date.now() < until;) {
      const busy = await session.rows<RowDataPacket & { info: string | null }>(query).catch(() => []);
      quiet = busy.length === 0;
      if (!quiet) {
        timeline.record('busy', { node, statements: busy.map(({ info }) => info) });
        await pause(500, AbortSignal.timeout(quietMs));
      }
    }
    session.drop();
  }
}
