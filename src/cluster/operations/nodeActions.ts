import type { Access, OperationOptions } from '../docker/access';
import type { Goal } from '../loop/goal';
import { reachOnly } from '../loop/reach';
import { type NodeAction, statesFor } from '../view/fittingActions';
import { withMember } from './withMember';

/** Which node an action is about. */
export interface NodeRef {
  readonly cluster: string;
  readonly node: string;
}

async function act(
  access: Access,
  at: NodeRef,
  action: NodeAction,
  what: string,
  goal: Goal,
  options: OperationOptions,
): Promise<void> {
  await withMember(access, at, what, statesFor[action], options, async ({ member, members }, locked) => {
    const request = {
      cluster: at.cluster,
      members: members.map(({ node }) => node),
      image: member.image,
      known: members,
    };
    await reachOnly(locked, goal, request);
  });
}

/**
 * Kills a node: SIGKILL, as a crash of its machine would. Its data stays.
 *
 * @throws GaleraError `clusterUnknown`, `nodeUnknown`, `stateUnfit`, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function killNode(access: Access, at: NodeRef, options: OperationOptions): Promise<void> {
  await act(access, at, 'kill', 'killed', { kind: 'inflict', nodes: [at.node], fault: 'kill' }, options);
}

/**
 * Lets a node leave in good order and stay idle; the others keep their quorum.
 *
 * @throws GaleraError as {@link killNode}
 */
export async function idleNode(access: Access, at: NodeRef, options: OperationOptions): Promise<void> {
  await act(access, at, 'idle', 'idled', { kind: 'leave', nodes: [at.node] }, options);
}

/**
 * Freezes a node: its processes stand still, as a machine that hangs. The others evict it after a while.
 *
 * @throws GaleraError as {@link killNode}
 */
export async function freezeNode(access: Access, at: NodeRef, options: OperationOptions): Promise<void> {
  await act(access, at, 'freeze', 'frozen', { kind: 'inflict', nodes: [at.node], fault: 'freeze' }, options);
}

/**
 * Lets a frozen node go on; it finds its way back to the component by itself.
 *
 * @throws GaleraError as {@link killNode}
 */
export async function unfreezeNode(access: Access, at: NodeRef, options: OperationOptions): Promise<void> {
  await act(access, at, 'unfreeze', 'unfrozen', { kind: 'inflict', nodes: [at.node], fault: 'unfreeze' }, options);
}

/**
 * Cuts a node off the replication network, as a partition would; clients still reach it.
 *
 * @throws GaleraError as {@link killNode}
 */
export async function isolateNode(access: Access, at: NodeRef, options: OperationOptions): Promise<void> {
  await act(access, at, 'isolate', 'isolated', { kind: 'inflict', nodes: [at.node], fault: 'isolate' }, options);
}
