import type { Engine, OperationOptions } from '../docker/engine';
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
  engine: Engine,
  at: NodeRef,
  action: NodeAction,
  what: string,
  goal: Goal,
  options: OperationOptions,
): Promise<void> {
  await withMember(engine, at, what, statesFor[action], options, async ({ member, members }, locked) => {
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
export async function killNode(engine: Engine, at: NodeRef, options: OperationOptions): Promise<void> {
  await act(engine, at, 'kill', 'killed', { kind: 'inflict', nodes: [at.node], fault: 'kill' }, options);
}

/**
 * Lets a node leave in good order and stay idle; the others keep their quorum.
 *
 * @throws GaleraError as {@link killNode}
 */
export async function idleNode(engine: Engine, at: NodeRef, options: OperationOptions): Promise<void> {
  await act(engine, at, 'idle', 'idled', { kind: 'leave', nodes: [at.node] }, options);
}

/**
 * Freezes a node: its processes stand still, as a machine that hangs. The others evict it after a while.
 *
 * @throws GaleraError as {@link killNode}
 */
export async function freezeNode(engine: Engine, at: NodeRef, options: OperationOptions): Promise<void> {
  await act(engine, at, 'freeze', 'frozen', { kind: 'inflict', nodes: [at.node], fault: 'freeze' }, options);
}

/**
 * Lets a frozen node go on; it finds its way back to the component by itself.
 *
 * @throws GaleraError as {@link killNode}
 */
export async function unfreezeNode(engine: Engine, at: NodeRef, options: OperationOptions): Promise<void> {
  await act(engine, at, 'unfreeze', 'unfrozen', { kind: 'inflict', nodes: [at.node], fault: 'unfreeze' }, options);
}

/**
 * Cuts a node off the replication network, as a partition would; clients still reach it.
 *
 * @throws GaleraError as {@link killNode}
 */
export async function isolateNode(engine: Engine, at: NodeRef, options: OperationOptions): Promise<void> {
  await act(engine, at, 'isolate', 'isolated', { kind: 'inflict', nodes: [at.node], fault: 'isolate' }, options);
}
