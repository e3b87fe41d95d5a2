import { dockerFailure } from '../docker/dockerErrors';
import type { Access, OperationOptions } from '../docker/access';
import { GaleraError } from '../vocabulary/errors';
import { type Locked, withClusterLock } from '../members/clusterLock';
import type { Member } from '../members/members';
import type { ClusterView, NodeState, NodeView } from '../vocabulary/model';
import { readCluster, requireMembers } from '../view/readClusters';

/** A member that an action is about, and all there is to know when it begins. */
export interface ActionTarget {
  readonly member: Member;
  readonly node: NodeView;
  readonly members: readonly Member[];
  readonly cluster: ClusterView;
}

/** An image on this engine that the cluster's lock can be held with: a node's own. */
export function lockImageOf(members: readonly Member[]): string {
  const withContainer = members.find((member) => member.inspected !== undefined);
  return withContainer?.inspected?.Image ?? members[0]?.image ?? '';
}

/**
 * Runs an action on one node while it holds the cluster's lock, if the node's state allows it.
 *
 * @param what the action as a participle, as in "killed".
 * @throws GaleraError `clusterUnknown`, `nodeUnknown`, `stateUnfit`, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function withMember<T>(
  access: Access,
  at: { readonly cluster: string; readonly node: string },
  what: string,
  fitting: readonly NodeState[],
  options: OperationOptions,
  action: (target: ActionTarget, locked: Locked) => Promise<T>,
): Promise<T> {
  const image = lockImageOf(await requireMembers(access, at.cluster));
  return withClusterLock(access, at.cluster, image, options, async ({ access, options, untilDone }) => {
    const members = await requireMembers(access, at.cluster);
    const cluster = await readCluster(access, at.cluster, options.signal);
    const member = members.find((each) => each.node === at.node);
    const node = cluster.nodes.find((each) => each.name === at.node);
    if (member === undefined || node === undefined) {
      throw new GaleraError('nodeUnknown', `"${at.cluster}" has no node "${at.node}".`, {
        advice: `Its nodes are ${members.map((each) => each.node).join(', ')}.`,
      });
    }
    if (!fitting.includes(node.state)) {
      throw new GaleraError('stateUnfit', `${at.node} is ${node.state} and can't be ${what}.`, {
        advice: `A node can be ${what} while it is ${fitting.join(', ')}.`,
      });
    }
    try {
      return await action({ member, node, members, cluster }, { access, options, untilDone });
    } catch (error) {
      throw dockerFailure(error, `Having ${at.node} ${what}`);
    }
  });
}
