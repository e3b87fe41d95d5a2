import type { Access, OperationOptions } from '../docker/access';
import { GaleraError } from '../vocabulary/errors';
import { withClusterLock } from '../members/clusterLock';
import { reachOnly } from '../loop/reach';
import { isRunning } from '../members/members';
import { requireMembers } from '../view/readClusters';
import { lockImageOf } from './withMember';

/**
 * Kills every node that runs, all at the same moment.
 *
 * @returns the nodes that were killed.
 * @throws GaleraError `clusterUnknown`, `stateUnfit` where none runs, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function killCluster(access: Access, name: string, options: OperationOptions): Promise<string[]> {
  const image = lockImageOf(await requireMembers(access, name));
  return withClusterLock(access, name, image, options, async (locked) => {
    const known = await requireMembers(locked.access, name);
    const running = known.filter(isRunning).map(({ node }) => node);
    if (running.length === 0) {
      throw new GaleraError('stateUnfit', `No node of "${name}" runs, so there is none to kill.`, {
        advice: 'Start the cluster first.',
      });
    }
    const request = { cluster: name, members: known.map(({ node }) => node), image, known };
    await reachOnly(locked, { kind: 'inflict', nodes: running, fault: 'kill' }, request);
    return running;
  });
}
