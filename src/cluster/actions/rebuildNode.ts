import { bringUp } from '../bringUp';
import { chooseDonors } from '../donors';
import type { Engine, OperationOptions } from '../engine';
import { GaleraError } from '../errors';
import { nodeStates } from '../model';
import { UndoList } from '../undoList';
import type { NodeRef } from './nodeActions';
import { emptyMember } from './emptyMember';
import { withMember } from './withMember';

/**
 * Wipes a node and fills it again by a full SST. Faces ask before they call it; where no other node is Synced the
 * node's data may be the only copy, and nothing is wiped.
 *
 * @param donor the node to fill it from, where the user named one
 *
 * @throws GaleraError `clusterUnknown`, `nodeUnknown`, `stateUnfit`, and what a start throws
 */
export async function rebuildNode(engine: Engine, at: NodeRef, options: OperationOptions, donor?: string): Promise<void> {
  await withMember(engine, at, 'rebuilt', nodeStates, options, async ({ member, members, cluster }, { engine, options, untilDone }) => {
    if (!cluster.nodes.some((node) => node.name !== at.node && node.state === 'Synced')) {
      throw new GaleraError('stateUnfit', `${at.node} can't be rebuilt: no other node of "${at.cluster}" is Synced.`, {
        advice: 'Bring another node to Synced first; it will be the donor.',
      });
    }
    const donors = chooseDonors(cluster, [at.node], donor);
    const known = await emptyMember(untilDone, member, members, options);
    const plan = { cluster: at.cluster, nodes: members.map((each) => each.node), only: [at.node], image: member.image, known, donors };
    // What was wiped can't be taken back: a rebuild that fails leaves the empty member, which goes on joining
    // where it has begun to, or is to be restored.
    try {
      await bringUp(engine, plan, new UndoList(), options);
    } catch (error) {
      if (GaleraError.is(error, 'aborted')) {
        throw new GaleraError('aborted', 'Cancelled.', { advice: `${at.node} is wiped: it goes on being filled, or is to be restored.`, cause: error });
      }
      throw error;
    }
  });
}
