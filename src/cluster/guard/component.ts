import type { NodeView, WsrepStatus } from '../vocabulary/model';

/** Says that it is in a Primary component, and is where it can be. */
export function claimsPrimary(node: NodeView): boolean {
  return node.wsrep?.clusterStatus === 'Primary' && node.state !== 'Isolated';
}

/**
 * Whether a node's list of its component's members has them all. A server may not have heard of one that came while it
 * was being filled itself: MariaDB 10.11.19 by rsync or mariabackup, until the component changes again.
 */
export function listsAll({
  incomingAddresses,
  clusterSize,
}: Pick<WsrepStatus, 'incomingAddresses' | 'clusterSize'>): boolean {
  return incomingAddresses.length >= clusterSize;
}

/** Whether a node counts, or may count, the one at an address of the replication network among its component's. */
export function counts(node: NodeView | undefined, address: string): boolean {
  const status = node?.wsrep;
  return (
    status !== undefined &&
    status !== null &&
    (!listsAll(status) || status.incomingAddresses.some((each) => each.startsWith(`${address}:`)))
  );
}

/** Whether two nodes say that they are of the same component. */
export function sameComponent(a: NodeView, b: NodeView): boolean {
  const [one, other] = [a.wsrep, b.wsrep];
  return (
    one?.clusterConfId === other?.clusterConfId &&
    one?.clusterStateUuid === other?.clusterStateUuid &&
    one?.clusterSize === other?.clusterSize
  );
}

/**
 * Whether as many nodes speak of this node's component as it has members: then no later one has taken any of them from
 * it.
 */
export function isComplete(node: NodeView, claiming: readonly NodeView[]): boolean {
  return claiming.filter((other) => sameComponent(node, other)).length === node.wsrep?.clusterSize;
}

/** Whether all nodes that say they are Primary are of one component, and nobody of it is missing from them. */
export function isOneComponent(nodes: readonly NodeView[]): boolean {
  const claiming = nodes.filter(claimsPrimary);
  const [first] = claiming;
  return first !== undefined && isComplete(first, claiming) && claiming.every((node) => sameComponent(first, node));
}

/**
 * A node that was frozen, or has just been cut off, believes for some seconds in the component it was in. Where a
 * later component of the same history is complete without it, what it says of itself is no longer so: it is shown
 * as Non-Primary, which it will find out. One whose own component is complete serves, apart from the other.
 */
export function withoutStaleClaims(nodes: readonly NodeView[]): NodeView[] {
  const claiming = nodes.filter(claimsPrimary);
  const isStale = (node: NodeView): boolean =>
    claimsPrimary(node) &&
    !isComplete(node, claiming) &&
    claiming.some(
      (other) =>
        other.wsrep?.clusterStateUuid === node.wsrep?.clusterStateUuid &&
        (other.wsrep?.clusterConfId ?? 0) > (node.wsrep?.clusterConfId ?? 0) &&
        isComplete(other, claiming),
    );
  return nodes.map((node) => (isStale(node) ? { ...node, state: 'Non-Primary' } : node));
}
