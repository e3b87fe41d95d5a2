import type { ClusterView, NodeView } from '../../cluster/vocabulary/model';
import { splitSides } from '../../cluster/view/splitSides';

export function namesOf(nodes: readonly NodeView[]): string {
  return nodes.map((node) => node.name).join(', ');
}

/** "g1, g2 | g3"; empty where the sides can't be told. */
export function sidesText(cluster: ClusterView): string {
  return splitSides(cluster).map(namesOf).join(' | ');
}
