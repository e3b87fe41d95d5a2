import { isOneComponent } from '../guard/component';
import { zeroUuid } from '../guard/position';
import type { ClusterHealth, NodeView } from '../vocabulary/model';

function inPrimary(node: NodeView): boolean {
  return node.wsrep?.clusterStatus === 'Primary' && node.state !== 'Isolated';
}

function stateUuids(nodes: readonly NodeView[]): string[] {
  const uuids = nodes.flatMap((node) => (node.wsrep === null || !inPrimary(node) ? [] : [node.wsrep.clusterStateUuid]));
  return [...new Set(uuids)].filter((uuid) => uuid !== '' && uuid !== zeroUuid);
}

/** The state UUID that the nodes in a Primary component agree on; null where there is none or they differ. */
export function agreedStateUuid(nodes: readonly NodeView[]): string | null {
  const uuids = stateUuids(nodes);
  return uuids.length === 1 ? (uuids[0] ?? null) : null;
}

/**
 * More Primary nodes than any one component holds: two components at least. Only Synced, Donor and Desynced nodes
 * count, whose view of the component is settled; one component may be read while it changes, so sizes alone decide.
 */
function moreThanOneComponent(nodes: readonly NodeView[]): boolean {
  const settled = nodes.filter((node) => inPrimary(node) && ['Synced', 'Donor', 'Desynced'].includes(node.state));
  const largest = Math.max(0, ...settled.map((node) => node.wsrep?.clusterSize ?? 0));
  return settled.length > largest;
}

/** A cluster's health; what each word means is said at {@link ClusterHealth}. */
export function clusterHealth(nodes: readonly NodeView[]): ClusterHealth {
  if (stateUuids(nodes).length > 1 || moreThanOneComponent(nodes)) {
    return 'split';
  }
  const count = (...states: NodeView['state'][]): number => nodes.filter((node) => states.includes(node.state)).length;
  if (nodes.length > 0 && count('Synced') === nodes.length && isOneComponent(nodes)) {
    return 'healthy';
  }
  if (count('Synced', 'Donor', 'Desynced') > 0) {
    return 'degraded';
  }
  if (count('Starting', 'Joiner', 'Joined') > 0 && count('Non-Primary', 'Unreachable', 'Isolated', 'Frozen') === 0) {
    return 'starting';
  }
  if (count('Starting', 'Joiner', 'Joined', 'Non-Primary', 'Unreachable', 'Isolated', 'Frozen') > 0) {
    return 'non-primary';
  }
  return count('Idle') === nodes.length ? 'stopped' : 'down';
}
