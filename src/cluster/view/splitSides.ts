import { claimsPrimary, sameComponent } from '../guard/component';
import type { ClusterView, NodeView } from '../vocabulary/model';

/** Nodes that serve together, apart from others. */
export type Side = readonly NodeView[];

function newest(side: Side): number {
  return Math.max(...side.map((node) => node.wsrep?.lastCommitted ?? -1));
}

/**
 * The components of a split cluster, the one with most nodes first, of equal ones the one that committed more;
 * empty where the cluster isn't split, or what the nodes say of themselves doesn't tell the sides apart.
 */
export function splitSides(cluster: ClusterView): readonly Side[] {
  if (cluster.health !== 'split') {
    return [];
  }
  const sides: NodeView[][] = [];
  // One that claims it and is shown as Non-Primary only hasn't found out yet.
  for (const node of cluster.nodes.filter((each) => claimsPrimary(each) && each.state !== 'Non-Primary')) {
    const side = sides.find(([first]) => first !== undefined && sameComponent(first, node));
    if (side === undefined) {
      sides.push([node]);
    } else {
      side.push(node);
    }
  }
  return sides.length < 2 ? [] : sides.sort((a, b) => b.length - a.length || newest(b) - newest(a));
}

/** The side that a split cluster can best do without; undefined where the sides can't be told. */
export function lesserSide(cluster: ClusterView): Side | undefined {
  return splitSides(cluster).at(-1);
}
