import { chooseDonors } from '../view/donors';
import type { Access, OperationOptions } from '../docker/access';
import { GaleraError } from '../vocabulary/errors';
import { isUp } from '../vocabulary/model';
import { readCluster } from '../view/readClusters';
import { statesFor } from '../view/fittingActions';
import { serve } from '../loop/goals';
import { reach } from '../loop/reach';
import type { NodeRef } from './nodeActions';
import { withMember } from './withMember';

/**
 * Wipes a node and fills it again by a full SST. Faces ask before they call it; where no other node is Synced the
 * node's data may be the only copy, and nothing is wiped.
 *
 * @param donor the node to fill it from, where the user named one
 *
 * @throws GaleraError `clusterUnknown`, `nodeUnknown`, `stateUnfit`, and what a start throws
 */
export async function rebuildNode(
  access: Access,
  at: NodeRef,
  options: OperationOptions,
  donor?: string,
): Promise<void> {
  await withMember(
    access,
    at,
    'rebuilt',
    statesFor.rebuild,
    options,
    async ({ node, member, members, cluster }, locked) => {
      if (!cluster.nodes.some((node) => node.name !== at.node && node.state === 'Synced')) {
        throw new GaleraError(
          'stateUnfit',
          `${at.node} can't be rebuilt: no other node of "${at.cluster}" is Synced.`,
          {
            advice: 'Bring another node to Synced first; it will be the donor.',
          },
        );
      }
      const donors = chooseDonors(cluster, [at.node], donor);
      const names = members.map((each) => each.node);
      const request = {
        cluster: at.cluster,
        members: names,
        image: member.image,
        known: members,
        before: cluster,
        readsMarks: true,
      };
      const staying = names.filter((name) => name !== at.node);
      const { memory } = await reach(locked, { kind: 'part', going: [at.node], staying, then: 'givenUp' }, request);
      const goal = serve({
        cluster: at.cluster,
        members: names,
        concerned: [at.node],
        donors,
        givenUp: memory.givenUp,
        stopped: isUp(node) ? [at.node] : [],
      });
      const now = await readCluster(locked.access, at.cluster, locked.options.signal);
      await reach(locked, goal, { ...request, donors: goal.donors, before: now });
    },
  );
}
