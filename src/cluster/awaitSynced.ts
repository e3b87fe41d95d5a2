import { sstFailureCause } from '../sst/sstLog';
import type Docker from 'dockerode';
import { allDone } from './allDone';
import { isOneComponent } from './component';
import { lastLogLines } from './docker/containerLogs';
import type { Engine, OperationOptions } from './engine';
import { GaleraError } from './errors';
import { findMembers, type Member } from './members';
import type { NodeView } from './model';
import { nodeResourceName } from './names';
import { readCluster } from './readClusters';
import { type Look, waitUntil } from './waitUntil';
import { nodeFailure } from './node/nodeFailure';

/** Without a sign of progress. A state transfer is progress, however long it takes, as long as a donor is at it. */
const syncDeadlineMs = 120_000;

/** A failed transfer is followed by the lines of the configuration changes it causes. */
const donorLogLines = 1_000;

/** The cause that a donor's log gives for a failed transfer, whichever member it was. */
async function transferFailure(engine: Engine, members: readonly Member[]): Promise<string[]> {
  const logs = await Promise.all(
    members.map((member) => lastLogLines(engine.docker.getContainer(member.containerName), donorLogLines).catch(() => [])),
  );
  return logs.flatMap(sstFailureCause);
}

function whatItSays({ name, state, wsrep }: NodeView): string {
  return wsrep === null
    ? `${name} ${state}`
    : `${name} ${state}, ${wsrep.clusterStatus}, component ${String(wsrep.clusterConfId)} of ${String(wsrep.clusterSize)}, ${wsrep.clusterStateUuid}`;
}

/** How a wait for nodes ended: `lostPrimary` where no component is Primary any more, so that nobody can join one. */
export type SyncOutcome = 'synced' | 'lostPrimary';

/** Nodes answer, and none of them is Primary. */
function nobodyServes(nodes: readonly NodeView[]): boolean {
  const answering = nodes.filter((node) => node.wsrep !== null);
  return answering.length > 0 && answering.every((node) => node.wsrep?.clusterStatus !== 'Primary');
}

/**
 * Waits until every named node is Synced and all that serve are of one component.
 *
 * @throws GaleraError `nodeFailed` when a node's container ends before that, with its last log lines and the
 * donor's reason, or when it is frozen or cut off meanwhile; `deadline`, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function awaitSynced(
  engine: Engine,
  cluster: string,
  nodes: readonly string[],
  { signal, onProgress }: OperationOptions,
): Promise<SyncOutcome> {
  let hasServed = false;
  const told = new Set<string>();
  const toldTransfers = new Map<string, string>();
  let seen: readonly NodeView[] = [];
  const container = (node: string): Docker.Container => engine.docker.getContainer(nodeResourceName(cluster, node));
  const late = (): NodeView[] => seen.filter((node) => nodes.includes(node.name) && node.state !== 'Synced');
  const details = async (): Promise<string[]> => [
    ...seen.map(whatItSays),
    ...(await allDone(late().map((node) => lastLogLines(container(node.name), 20)))).flat(),
  ];
  const what = `${nodes.join(', ')} to be Synced`;
  return waitUntil({ signal, what, deadlineMs: syncDeadlineMs, details }, async (): Promise<Look<SyncOutcome>> => {
    seen = (await readCluster(engine, cluster, signal)).nodes;
    const concerned = seen.filter((node) => nodes.includes(node.name));
    const ended = nodes.find((name) => ['Idle', 'Killed', 'Crashed', undefined].includes(concerned.find((node) => node.name === name)?.state));
    if (ended !== undefined) {
      const causes = await transferFailure(engine, await findMembers(engine, cluster));
      const reason = concerned.find((node) => node.name === ended)?.failure;
      throw await nodeFailure(container(ended), ended, 'ended before it was Synced', causes, reason);
    }
    const cutOff = concerned.find((node) => node.state === 'Frozen' || node.state === 'Isolated');
    if (cutOff !== undefined) {
      throw new GaleraError('nodeFailed', `${cutOff.name} was ${cutOff.state.toLowerCase()} by someone else before it was Synced.`, {
        advice: 'Try again once nobody else works on the cluster.',
      });
    }
    let moves = seen.some((node) => node.state === 'Donor');
    for (const { name, transfer } of concerned) {
      const text = JSON.stringify(transfer);
      if (transfer !== undefined && toldTransfers.get(name) !== text) {
        toldTransfers.set(name, text);
        moves = true;
        onProgress({ kind: 'transfer', node: name, transfer });
      }
    }
    for (const { name } of concerned.filter((node) => node.state === 'Synced' && !told.has(node.name))) {
      told.add(name);
      onProgress({ kind: 'node', node: name, step: 'synced' });
    }
    if (late().length === 0 && isOneComponent(seen)) {
      return { done: 'synced' };
    }
    if (hasServed && nobodyServes(seen)) {
      return { done: 'lostPrimary' };
    }
    hasServed ||= seen.some((node) => node.wsrep?.clusterStatus === 'Primary');
    return moves || concerned.some((node) => node.state === 'Joined') ? 'progress' : 'notYet';
  });
}
