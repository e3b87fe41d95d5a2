import type { BalancedState } from '../vocabulary/model';

/** The nodes that a balancer's read port leads to: those that are Synced, a donor where none is. */
export function led(nodes: ReadonlyMap<string, BalancedState>): string[] {
  const those = (wanted: BalancedState): string[] =>
    [...nodes].flatMap(([node, state]) => (state === wanted ? [node] : []));
  const synced = those('synced');
  return synced.length > 0 ? synced : those('donor');
}
