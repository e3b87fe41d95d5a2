import { claimsPrimary, counts, isComplete } from '../component';
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

/** The address of a cluster's node on the replication network. */
export type AddressOf = (node: string) => string;

/** A node that leaves, and how it was while it ran, where that is known. */
export interface Leaver {
  readonly name: string;
  readonly before: NodeView | undefined;
}

/** Whether a node was Primary, and in its component with one at an address. */
function servedWith(before: NodeView | undefined, address: string): boolean {
  return before?.wsrep?.clusterStatus === 'Primary' && counts(before, address);
}

/**
 * Whether a node is in service in a component without the one that left; where the two were in one together, in a later one. The
 * component has to be complete: one that was frozen believes for some seconds in a component whose others have gone on without it,
 * and may have left since, the one that is to be removed last.
 *
 * @param nodes all of the cluster, as they are now.
 */
export function servesWithout(node: NodeView, nodes: readonly NodeView[], left: Leaver, addressOf: AddressOf): boolean {
  if (node.wsrep === null || node.state !== 'Synced' || !claimsPrimary(node) || counts(node, addressOf(left.name))) {
    return false;
  }
  if (!isComplete(node, nodes.filter(claimsPrimary))) {
    return false;
  }
  return !servedWith(left.before, addressOf(node.name)) || node.wsrep.clusterConfId > (left.before?.wsrep?.clusterConfId ?? 0);
}

/**
 * Waits until the others serve without a node that has left.
 *
 * @throws GaleraError `stateUnfit` where they don't, `aborted`
 */
async function awaitServedWithout(
  engine: Engine,
  cluster: string,
  left: Leaver,
  staying: readonly string[],
  addressOf: AddressOf,
  signal: AbortSignal,
): Promise<void> {
  const what = `${staying.join(', ')} to serve without ${left.name}`;
  try {
    await waitUntil({ signal, what, deadlineMs: mostSettleMs, details: () => Promise.resolve([]) }, async () => {
      const { nodes } = await readCluster(engine, cluster, signal);
      return nodes.some((node) => staying.includes(node.name) && servesWithout(node, nodes, left, addressOf)) ? { done: true } : 'notYet';
    });
  } catch (error) {
    if (!GaleraError.is(error, 'deadline')) {
      throw error;
    }
    const nobody = staying.length === 1 ? `${staying.join('')} doesn't serve` : `neither ${staying.join(' nor ')} serves`;
    throw new GaleraError('stateUnfit', `${left.name} was not removed: without it ${nobody}.`, {
      advice: 'Start the cluster, then try again.',
    });
  }
}

/**
 * Removes a member with its data. It leaves in good order first, so that the others don't wait for a lost one; a frozen one
 * goes on for that. Its data go once another serves without it: they may be the last, should the others lose their quorum meanwhile.
 * Cancelled before that, or where nobody serves, it is there as before; but one that served apart from the others stays stopped: it
 * would join them with what they never had.
 *
 * @param staying the nodes one of which has to serve without it.
 * @throws GaleraError `aborted`, `stateUnfit` where nobody serves without it, `dockerFailed`, `dockerDown`
 */
export async function removeMember(engine: Engine, member: Member, staying: readonly string[], { signal, onProgress }: OperationOptions): Promise<void> {
  const before = (await readCluster(engine, member.cluster, signal)).nodes.find((node) => node.name === member.node);
  const subnet = await replicationSubnet(engine, member.cluster);
  const addressOf: AddressOf = (node) => nodeAddress(subnet, node);
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
      await awaitServedWithout(engine, member.cluster, { name: member.node, before }, staying, addressOf, signal);
      throwIfAborted(signal);
    } catch (error) {
      const apart = before?.wsrep?.clusterStatus === 'Primary' && !staying.some((other) => servedWith(before, addressOf(other)));
      if (wasRunning && !apart) {
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
