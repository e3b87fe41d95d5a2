import { claimsPrimary } from './component';
import { isUp, type NodeView } from '../vocabulary/model';

/**
 * Of nodes that were a Primary component, and lost their quorum only with nodes that joined them since and are gone,
 * the one to make Primary again. They hold everything: whatever was acknowledged since went through each of them.
 * Undefined as long as one of them is missing, doesn't see the others, or anybody else runs who may serve.
 *
 * @param served names of those of the former component.
 * @param nodes the cluster as it is now.
 */
export function survivorToReform(served: readonly string[], nodes: readonly NodeView[]): string | undefined {
  const survivors = nodes.filter((node) => served.includes(node.name));
  const others = nodes.filter((node) => !served.includes(node.name) && isUp(node));
  const stand = survivors.filter(
    ({ state, wsrep }) =>
      state === 'Non-Primary' && wsrep?.clusterStatus === 'non-Primary' && wsrep.clusterSize === served.length,
  );
  const histories = new Set(stand.map((node) => node.wsrep?.localStateUuid));
  if (stand.length !== served.length || histories.size !== 1 || others.length > 0 || nodes.some(claimsPrimary)) {
    return undefined;
  }
  const [first] = [...stand].sort((a, b) => (b.wsrep?.lastCommitted ?? -1) - (a.wsrep?.lastCommitted ?? -1));
  return first?.name;
}
