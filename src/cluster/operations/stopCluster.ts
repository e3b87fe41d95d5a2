import type { Access, OperationOptions } from '../docker/access';
import { withClusterLock } from '../members/clusterLock';
import { stopBalancer } from '../balancer/withCluster';
import { reachOnly } from '../loop/reach';
import type { ClusterView } from '../vocabulary/model';
import { readCluster, requireMembers } from '../view/readClusters';

/**
 * Stops a cluster in good order: every running node leaves by itself, one that is in service last of all;
 * its balancer before them.
 *
 * @returns the cluster as it is afterwards.
 * @throws GaleraError `badClusterName`, `clusterUnknown`, `aborted` between two steps, `dockerFailed`, `dockerDown`
 */
export async function stopCluster(access: Access, name: string, options: OperationOptions): Promise<ClusterView> {
  const [first] = await requireMembers(access, name);
  return withClusterLock(access, name, first?.inspected?.Image ?? first?.image ?? '', options, async (locked) => {
    const known = await requireMembers(locked.access, name);
    const nodes = known.map(({ node }) => node);
    // First: to lead clients from one node that stops to the next would only hold up all.
    await stopBalancer(locked, name);
    await reachOnly(
      locked,
      { kind: 'leave', nodes },
      { cluster: name, members: nodes, image: known[0]?.image ?? '', known },
    );
    return readCluster(locked.access, name, locked.options.signal);
  });
}
