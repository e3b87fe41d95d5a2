import type { Access } from '../docker/access';
import { dockerFailure } from '../docker/dockerErrors';
import type { Balancer } from '../members/balancers';
import type { BalancerView } from '../vocabulary/model';
import { balancerContainerName } from '../vocabulary/names';
import { publishedHost } from '../vocabulary/publishedHost';
import type { BalancerSaid } from './balancerLog';
import { readSaid } from './readSaid';

/** What it says in its present run; undefined where it doesn't run, or has said nothing yet. */
async function saidNow(access: Access, balancer: Balancer): Promise<BalancerSaid | undefined> {
  const { State: state } = balancer.inspected;
  return state.Running && !state.Paused ? readSaid(access, balancer, new Date(state.StartedAt)) : undefined;
}

/**
 * A balancer as it is now.
 *
 * @param members its cluster's nodes
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function viewBalancer(
  access: Access,
  balancer: Balancer,
  members: readonly string[],
): Promise<BalancerView> {
  const { cluster, inspected, image, write, read } = balancer;
  const { State: state } = inspected;
  const said = await saidNow(access, balancer).catch((error: unknown) => {
    throw dockerFailure(error, `Reading what the balancer of "${cluster}" says`);
  });
  return {
    container: balancerContainerName(cluster),
    image,
    state: state.Paused ? 'frozen' : state.Running ? 'running' : 'stopped',
    write: { host: publishedHost, port: write },
    read: { host: publishedHost, port: read },
    writer: said?.writer ?? null,
    nodes: new Map(members.map((node) => [node, said?.nodes.get(node) ?? 'out'])),
  };
}
