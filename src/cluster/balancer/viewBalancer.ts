import type { Access } from '../docker/access';
import { lastLogLines } from '../docker/containerLogs';
import { dockerFailure } from '../docker/dockerErrors';
import type { Balancer } from '../members/balancers';
import type { BalancerView } from '../vocabulary/model';
import { balancerContainerName } from '../vocabulary/names';
import { publishedHost } from '../vocabulary/publishedHost';
import { type BalancerSaid, lastSaid } from './balancerLog';

/** HAProxy says a few lines for each node whose state changes, and writer.lua one after that. */
const mostLines = 300;

/** What a balancer says of the nodes; undefined where it doesn't run, or has said nothing since it started. */
async function readSaid(access: Access, { inspected }: Balancer): Promise<BalancerSaid | undefined> {
  const { Id: id, State: state } = inspected;
  if (!state.Running || state.Paused) {
    return undefined;
  }
  const lines = await lastLogLines(access.docker.getContainer(id), mostLines, { since: new Date(state.StartedAt) });
  return lastSaid(lines);
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
  const said = await readSaid(access, balancer).catch((error: unknown) => {
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
