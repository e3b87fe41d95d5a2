import type { Access, OperationOptions } from '../docker/access';
import { dockerFailure } from '../docker/dockerErrors';
import { type BalancerRequest, ensureBalancer } from '../balancer/ensureBalancer';
import { moveWriter } from '../balancer/moveWriter';
import { makeSureOfBalancerImage, removeBalancer } from '../balancer/withCluster';
import { type Balancer, findBalancer } from '../members/balancers';
import { withClusterLock } from '../members/clusterLock';
import { isRunning } from '../members/members';
import { GaleraError } from '../vocabulary/errors';
import type { ClusterView } from '../vocabulary/model';
import { readCluster, requireMembers } from '../view/readClusters';
import { lockImageOf } from './withMember';

/**
 * Gives a cluster a balancer, or another one than it has; starts the one it has where that was ended. While no node
 * runs it waits for the cluster to be started.
 *
 * @throws GaleraError `clusterUnknown`, `badPort`, `imageMissing`, `badImage`, `portTaken`, `nameTaken`, `deadline`,
 * `aborted`, `dockerFailed`, `dockerDown`
 */
export async function turnBalancerOn(
  access: Access,
  name: string,
  request: BalancerRequest,
  options: OperationOptions,
): Promise<ClusterView> {
  const lockImage = lockImageOf(await requireMembers(access, name));
  await makeSureOfBalancerImage(access, name, request, options);
  return withClusterLock(access, name, lockImage, options, async (locked) => {
    const runs = (await requireMembers(locked.access, name)).some(isRunning);
    await ensureBalancer(locked.untilDone, name, request, runs, locked.options);
    return readCluster(locked.access, name, locked.options.signal);
  });
}

async function requireBalancer(access: Access, name: string): Promise<Balancer> {
  const balancer = await findBalancer(access, name);
  if (balancer === undefined) {
    throw new GaleraError('stateUnfit', `"${name}" has no balancer.`, {
      advice: `Give it one first: galera balancer ${name} on.`,
    });
  }
  return balancer;
}

/**
 * Takes a cluster's balancer away; whoever is connected through it loses his connection.
 *
 * @throws GaleraError `clusterUnknown`, `stateUnfit` where it has none, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function turnBalancerOff(access: Access, name: string, options: OperationOptions): Promise<void> {
  const image = lockImageOf(await requireMembers(access, name));
  await withClusterLock(access, name, image, options, async (locked) => {
    await requireBalancer(locked.access, name);
    await removeBalancer(locked.access, name, locked.options.onProgress);
  });
}

/**
 * Leads a cluster's write port to a node.
 *
 * @throws GaleraError `clusterUnknown`, `nodeUnknown`, `stateUnfit` where there is no balancer that runs or the node
 * isn't Synced, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function moveBalancerWriter(
  access: Access,
  name: string,
  node: string,
  options: OperationOptions,
): Promise<ClusterView> {
  const members = await requireMembers(access, name);
  if (!members.some((member) => member.node === node)) {
    throw new GaleraError('nodeUnknown', `"${name}" has no node "${node}".`, {
      advice: `Its nodes are ${members.map((each) => each.node).join(', ')}.`,
    });
  }
  return withClusterLock(access, name, lockImageOf(members), options, async (locked) => {
    const balancer = await requireBalancer(locked.access, name);
    const { Running: isRunning, Paused: isFrozen } = balancer.inspected.State;
    if (!isRunning || isFrozen) {
      throw new GaleraError('stateUnfit', `The balancer of "${name}" doesn't run.`, {
        advice: `Start it first: galera balancer ${name} on.`,
      });
    }
    try {
      await moveWriter(locked.access, balancer, node, locked.options.signal);
    } catch (error) {
      throw dockerFailure(error, `Leading the write port of "${name}" to ${node}`);
    }
    return readCluster(locked.access, name, locked.options.signal);
  });
}
