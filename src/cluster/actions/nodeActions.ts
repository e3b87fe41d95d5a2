import { stopContainer } from '../docker/stopContainer';
import type { Engine, OperationOptions } from '../engine';
import { replicationNetworkName } from '../names';
import { runningStates, withMember } from './withMember';

/** Which node an action is about. */
export interface NodeRef {
  readonly cluster: string;
  readonly node: string;
}

/**
 * Kills a node: SIGKILL, as a crash of its machine would. Its data stays.
 *
 * @throws GaleraError `clusterUnknown`, `nodeUnknown`, `stateUnfit`, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function killNode(engine: Engine, at: NodeRef, options: OperationOptions): Promise<void> {
  await withMember(engine, at, 'killed', [...runningStates, 'Frozen'], options, async ({ member }, { engine, options }) => {
    options.onProgress({ kind: 'node', node: at.node, step: 'kill' });
    await engine.docker.getContainer(member.containerName).kill();
  });
}

/**
 * Lets a node leave in good order and stay idle; the others keep their quorum.
 *
 * @throws GaleraError as {@link killNode}
 */
export async function idleNode(engine: Engine, at: NodeRef, options: OperationOptions): Promise<void> {
  await withMember(engine, at, 'idled', runningStates, options, async ({ member }, { engine, options }) => {
    options.onProgress({ kind: 'node', node: at.node, step: 'stop' });
    await stopContainer(engine.docker.getContainer(member.containerName));
    options.onProgress({ kind: 'node', node: at.node, step: 'stopped' });
  });
}

/**
 * Freezes a node: its processes stand still, as a machine that hangs. The others evict it after a while.
 *
 * @throws GaleraError as {@link killNode}
 */
export async function freezeNode(engine: Engine, at: NodeRef, options: OperationOptions): Promise<void> {
  await withMember(engine, at, 'frozen', runningStates, options, async ({ member }, { engine, options }) => {
    options.onProgress({ kind: 'node', node: at.node, step: 'freeze' });
    await engine.docker.getContainer(member.containerName).pause();
  });
}

/**
 * Lets a frozen node go on; it finds its way back to the component by itself.
 *
 * @throws GaleraError as {@link killNode}
 */
export async function unfreezeNode(engine: Engine, at: NodeRef, options: OperationOptions): Promise<void> {
  await withMember(engine, at, 'unfrozen', ['Frozen'], options, async ({ member }, { engine, options }) => {
    options.onProgress({ kind: 'node', node: at.node, step: 'unfreeze' });
    await engine.docker.getContainer(member.containerName).unpause();
  });
}

/**
 * Cuts a node off the replication network, as a partition would; clients still reach it.
 *
 * @throws GaleraError as {@link killNode}
 */
export async function isolateNode(engine: Engine, at: NodeRef, options: OperationOptions): Promise<void> {
  const fitting = runningStates.filter((state) => state !== 'Isolated');
  await withMember(engine, at, 'isolated', fitting, options, async ({ member }, { engine, options }) => {
    options.onProgress({ kind: 'node', node: at.node, step: 'isolate' });
    await engine.docker.getNetwork(replicationNetworkName(at.cluster)).disconnect({ Container: member.containerName });
  });
}
