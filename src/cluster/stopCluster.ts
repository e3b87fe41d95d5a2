import { allDone } from './allDone';
import { dockerFailure } from './docker/dockerErrors';
import { stopContainer } from './docker/stopContainer';
import type { Engine, OperationOptions } from './engine';
import { throwIfAborted } from './errors';
import { withClusterLock } from './guard/clusterLock';
import { isRunning, type Member } from './members';
import type { ClusterView, NodeState, NodeView } from './model';
import { readCluster, requireMembers } from './readClusters';

/**
 * Which nodes leave first, together, and which one last. The last is in service, so that it holds everything
 * the others held, and knows from its grastate.dat that it left last.
 */
export function stopOrder(cluster: ClusterView): { first: string[]; last: string | undefined } {
  const first = (state: NodeState): NodeView | undefined => cluster.nodes.find((node) => node.state === state);
  const inService = first('Synced') ?? first('Donor') ?? first('Desynced');
  return {
    first: cluster.nodes.map((node) => node.name).filter((name) => name !== inService?.name),
    last: inService?.name,
  };
}

/**
 * Stops a cluster in good order: every running node leaves by itself, one that is in service last of all.
 *
 * @returns the cluster as it is afterwards.
 * @throws GaleraError `badClusterName`, `clusterUnknown`, `aborted` between two steps, `dockerFailed`, `dockerDown`
 */
export async function stopCluster(engine: Engine, name: string, options: OperationOptions): Promise<ClusterView> {
  const [first] = await requireMembers(engine, name);
  return withClusterLock(engine, name, first?.inspected?.Image ?? first?.image ?? '', options, async ({ engine, options }) => {
    const members = await requireMembers(engine, name);
    const order = stopOrder(await readCluster(engine, name, options.signal));
    const stop = async (member: Member): Promise<void> => {
      options.onProgress({ kind: 'node', node: member.node, step: 'stop' });
      await stopNode(engine, member);
      options.onProgress({ kind: 'node', node: member.node, step: 'stopped' });
    };
    const running = members.filter(isRunning);
    await allDone(running.filter((member) => order.first.includes(member.node)).map(stop));
    throwIfAborted(options.signal);
    await allDone(running.filter((member) => member.node === order.last).map(stop));
    return readCluster(engine, name, options.signal);
  });
}

async function stopNode(engine: Engine, member: Member): Promise<void> {
  const container = engine.docker.getContainer(member.containerName);
  try {
    // A frozen server can't leave by itself.
    if (member.inspected?.State.Paused === true) {
      await container.unpause();
    }
    await stopContainer(container);
  } catch (error) {
    throw dockerFailure(error, `Stopping ${member.node}`);
  }
}
