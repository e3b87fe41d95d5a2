import type { ClusterView, NodeView } from '../../cluster/model';

/** Nodes that serve together, apart from others. */
export type Side = readonly NodeView[];

function componentOf(node: NodeView): string | undefined {
  const { wsrep, state } = node;
  return wsrep?.clusterStatus !== 'Primary' || state === 'Isolated' || state === 'Non-Primary'
    ? undefined
    : [wsrep.clusterStateUuid, wsrep.clusterConfId, wsrep.clusterSize].join();
}

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
  const sides = new Map<string, NodeView[]>();
  for (const node of cluster.nodes) {
    const component = componentOf(node);
    if (component !== undefined) {
      sides.set(component, [...(sides.get(component) ?? []), node]);
    }
  }
  return sides.size < 2 ? [] : [...sides.values()].sort((a, b) => b.length - a.length || newest(b) - newest(a));
}

/** The side that a split cluster can best do without; undefined where the sides can't be told. */
export function lesserSide(cluster: ClusterView): Side | undefined {
  return splitSides(cluster).at(-1);
}

export function namesOf(nodes: readonly NodeView[]): string {
  return nodes.map((node) => node.name).join(', ');
}

/** "g1, g2 | g3"; empty where the sides can't be told. */
export function sidesText(cluster: ClusterView): string {
  return splitSides(cluster).map(namesOf).join(' | ');
}
