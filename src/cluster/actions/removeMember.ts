import { claimsPrimary } from '../component';
import { dockerFailure } from '../docker/dockerErrors';
import { replicationSubnet } from '../docker/networks';
import { stopContainer } from '../docker/stopContainer';
import type { Engine, OperationOptions } from '../engine';
import { GaleraError, throwIfAborted } from '../errors';
import type { Member } from '../members';
import type { NodeView } from '../model';
import { nodeAddress } from '../node/nodeContainer';
import { readCluster } from '../readClusters';
import { waitUntil } from '../waitUntil';

/** Until nodes that lost one know whether they have a quorum without it, one that hangs among them; evs.inactive_timeout is 15 s. */
const mostSettleMs = 30_000;

/**
 * Whether a node is in service in a component that was formed without the one that left, after any that that one was in.
 *
 * @param before the one that left, while it ran; undefined where it isn't known.
 * @param address the one that left, on the replication network.
 */
export function servesWithout(node: NodeView, before: NodeView | undefined, address: string): boolean {
  const [now, last] = [node.wsrep, before?.wsrep];
  if (now === null || node.state !== 'Synced' || !claimsPrimary(node) || now.incomingAddresses.some((each) => each.startsWith(`${address}:`))) {
    return false;
  }
  const isOfOneHistory = last?.clusterStatus === 'Primary' && last.clusterStateUuid === now.clusterStateUuid;
  return !isOfOneHistory || now.clusterConfId > last.clusterConfId;
}

/**
 * Waits until the others serve without a node that has left.
 *
 * @throws GaleraError `stateUnfit` where they don't, `aborted`
 */
async function awaitServedWithout(
  engine: Engine,
  member: Member,
  before: NodeView | undefined,
  staying: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const address = nodeAddress(await replicationSubnet(engine, member.cluster), member.node);
  const what = `${staying.join(', ')} to serve without ${member.node}`;
  try {
    await waitUntil({ signal, what, deadlineMs: mostSettleMs, details: () => Promise.resolve([]) }, async () => {
      const { nodes } = await readCluster(engine, member.cluster, signal);
      return nodes.some((node) => staying.includes(node.name) && servesWithout(node, before, address)) ? { done: true } : 'notYet';
    });
  } catch (error) {
    if (!GaleraError.is(error, 'deadline')) {
      throw error;
    }
    const nobody = staying.length === 1 ? `${staying.join('')} doesn't serve` : `neither ${staying.join(' nor ')} serves`;
    throw new GaleraError('stateUnfit', `${member.node} was not removed: without it ${nobody}.`, {
      advice: 'Start the cluster, then try again.',
    });
  }
}

/**
 * Removes a member with its data. It leaves in good order first, so that the others don't wait for a lost one; a frozen one
 * goes on for that. Its data go once another serves without it: they may be the last, should the others lose their quorum meanwhile.
 * Cancelled before that, or where nobody serves, it is there as before.
 *
 * @param staying the nodes one of which has to serve without it.
 * @throws GaleraError `aborted`, `stateUnfit` where nobody serves without it, `dockerFailed`, `dockerDown`
 */
export async function removeMember(engine: Engine, member: Member, staying: readonly string[], { signal, onProgress }: OperationOptions): Promise<void> {
  const before = (await readCluster(engine, member.cluster, signal)).nodes.find((node) => node.name === member.node);
  onProgress({ kind: 'node', node: member.node, step: 'remove' });
  try {
    const container = member.inspected === undefined ? undefined : engine.docker.getContainer(member.inspected.Id);
    const { Running: wasRunning, Paused: wasFrozen } = member.inspected?.State ?? { Running: false, Paused: false };
    if (wasFrozen) {
      await container?.unpause();
    }
    if (container !== undefined && wasRunning) {
      await stopContainer(container);
    }
    try {
      await awaitServedWithout(engine, member, before, staying, signal);
      throwIfAborted(signal);
    } catch (error) {
      if (wasRunning) {
        await container?.start();
      }
      throw error;
    }
    await container?.remove({ force: true, v: true });
    await engine.docker.getVolume(member.containerName).remove();
  } catch (error) {
    throw dockerFailure(error, `Removing ${member.node}`);
  }
}
