import { makePrimaryAgain } from './actOnDecision';
import { claimsPrimary, counts } from './component';
import { dockerFailure, dockerStatus } from './docker/dockerErrors';
import { replicationSubnet } from './docker/networks';
import { stopContainer } from './docker/stopContainer';
import type { Engine, OperationOptions } from './engine';
import { GaleraError, toGaleraError } from './errors';
import { survivorToReform } from './guard/survivors';
import { publishedPort } from './members';
import { type ClusterView, isUp, type NodeView } from './model';
import { nodeAddress } from './node/nodeContainer';
import { outlastsRecovery } from './node/outlastsRecovery';
import { findCredentials } from './findCredentials';
import { readCluster, requireMembers } from './readClusters';
import type { UndoList } from './undoList';
import { pause, waitUntil } from './waitUntil';

/** A joiner that is told to end leaves its group within seconds, and then may wait for ever for what it won't be sent. */
const mostLeaveMs = 30_000;
const secondsAfterLeaving = 3;
/** Until nodes that lost another know it, and whether they have a quorum without it; evs.inactive_timeout is 15 s. */
const mostSettleMs = 45_000;
const lookMs = 250;
/** For how long a node that recovers its data is waited for before it is left at that. */
const recoveryPatienceMs = 10_000;

/** What is taken back is so after the user has cancelled, too. */
const untilDone = new AbortController().signal;

/** In service, so that it ends by itself when told to, and nobody but itself decides how fast. */
const isInService = (node: NodeView): boolean => claimsPrimary(node) && node.state !== 'Joiner';

/**
 * The nodes that an operation has started, in the order in which they are to leave: last those that serve, of which the
 * others may be waiting for something; of equals the highest name first.
 */
export function whoLeaves(before: ClusterView, now: ClusterView): NodeView[] {
  const wasUp = new Set(before.nodes.filter(isUp).map((node) => node.name));
  const started = now.nodes.filter((node) => isUp(node) && !wasUp.has(node.name)).reverse();
  return [...started.filter((node) => !isInService(node)), ...started.filter(isInService)];
}

/** Until nobody counts a node any more: it isn't among the members that those in service name. */
async function awaitLeft(engine: Engine, cluster: string, node: NodeView): Promise<void> {
  const address = nodeAddress(await replicationSubnet(engine, cluster), node.name);
  const began = performance.now();
  while (performance.now() - began < mostLeaveMs) {
    const { nodes } = await readCluster(engine, cluster, untilDone);
    const isThere = nodes.some((each) => each.name === node.name && isUp(each));
    if (!isThere || !nodes.some((each) => counts(each, address))) {
      return;
    }
    await pause(lookMs, untilDone);
  }
}

/** Lets a node leave in good order: killed while the others count it, it can cost them their quorum. */
async function leave(engine: Engine, cluster: string, node: NodeView): Promise<void> {
  const container = engine.docker.getContainer(node.container);
  try {
    if (!(await outlastsRecovery(container, recoveryPatienceMs, untilDone))) {
      engine.log.warn(`${node.name} is still recovering its data; it is left at that, and waits afterwards`);
      return;
    }
    if (isInService(node)) {
      await stopContainer(container);
      return;
    }
    await container.kill({ signal: 'SIGTERM' });
    await awaitLeft(engine, cluster, node);
    await stopContainer(container, secondsAfterLeaving);
  } catch (error) {
    // 409: it has ended by itself.
    if (dockerStatus(error) !== 409) {
      throw dockerFailure(error, `Stopping ${node.name}`);
    }
  }
}

/**
 * Waits until those that served before serve without the ones that left. Where one of these was lost instead, and the
 * quorum with it, they are made Primary again: all of them are there, and nobody else has been in service.
 */
async function awaitServing(engine: Engine, before: ClusterView): Promise<void> {
  const served = before.nodes.filter(claimsPrimary).map((node) => node.name);
  if (served.length === 0) {
    return;
  }
  const what = `${served.join(', ')} to serve as before`;
  await waitUntil({ signal: untilDone, what, deadlineMs: mostSettleMs, details: () => Promise.resolve([]) }, async () => {
    const { nodes } = await readCluster(engine, before.name, untilDone);
    if (nodes.some((node) => claimsPrimary(node) && served.includes(node.name) && (node.wsrep?.clusterSize ?? 0) <= served.length)) {
      return { done: true };
    }
    const survivor = survivorToReform(served, nodes);
    if (survivor !== undefined) {
      engine.log.warn(`${served.join(', ')} lost their quorum with a node that is taken back; making them Primary again`);
      await reform(engine, before.name, survivor);
    }
    return 'notYet';
  });
}

async function reform(engine: Engine, cluster: string, node: string): Promise<void> {
  const members = await requireMembers(engine, cluster);
  const member = members.find((each) => each.node === node);
  const credentials = await findCredentials(engine, members);
  const hostPort = member === undefined ? undefined : publishedPort(member);
  if (credentials !== undefined && hostPort !== undefined) {
    await makePrimaryAgain({ spec: { node, hostPort }, credentials }, untilDone);
  }
}

/**
 * Takes back what an operation did to a cluster: the nodes that it started leave in good order, one after the other; those
 * that served before serve again; and what it made goes. A cluster that it made itself just goes.
 *
 * Where that fails, or the lock was lost to another operation, it is logged, and what was made stays: a start brings the cluster together.
 *
 * @param before the cluster as it was; undefined where there was none.
 */
export async function takeBack(engine: Engine, before: ClusterView | undefined, undo: UndoList, { signal, onProgress, stillLocked }: OperationOptions): Promise<void> {
  if ((await stillLocked?.()) === false) {
    engine.log.error('The lock was lost and is not to be had again; what was done stays as it is');
    return;
  }
  if (before !== undefined) {
    try {
      await letLeave(engine, before, signal.aborted, onProgress);
    } catch (error) {
      // What was made stays: it may hold what was acknowledged meanwhile.
      engine.log.error(`Couldn't bring "${before.name}" back to where it was: ${toGaleraError(error).message}`);
      return;
    }
  }
  await undo.run(engine);
}

/** Those that came later may serve without those that served before, and have acknowledged what these never saw. */
function assertServeTogether(before: ClusterView, now: ClusterView, leaving: readonly NodeView[]): void {
  const served = before.nodes.filter(claimsPrimary).map((node) => node.name);
  if (served.length > 0 && leaving.some(claimsPrimary) && !now.nodes.some((node) => served.includes(node.name) && claimsPrimary(node))) {
    const serving = leaving.filter(claimsPrimary).map((node) => node.name);
    throw new GaleraError('stateUnfit', `${serving.join(', ')} serve now, and ${served.join(', ')} no longer.`, {
      advice: 'Start the cluster, which brings its nodes together.',
    });
  }
}

/** Of an operation that failed, nodes that serve by now stay, unless they are new. */
async function letLeave(engine: Engine, before: ClusterView, cancelled: boolean, onProgress: OperationOptions['onProgress']): Promise<void> {
  const isNew = ({ name }: NodeView): boolean => before.nodes.every((node) => node.name !== name);
  const now = await readCluster(engine, before.name, untilDone);
  const leaving = whoLeaves(before, now).filter((node) => cancelled || isNew(node) || !isInService(node));
  assertServeTogether(before, now, leaving);
  for (const node of leaving) {
    onProgress({ kind: 'node', node: node.name, step: 'stop' });
    await leave(engine, before.name, node);
  }
  if (leaving.length > 0) {
    await awaitServing(engine, before);
  }
}
