import { claimsPrimary } from './component';
import type { NodeView } from './model';

/**
 * What nodes were let in on: a component that is Primary, or a node that was told to found one. A decision to join
 * holds only as long as this does.
 */
export type Footing = { readonly kind: 'primary' } | { readonly kind: 'founder'; readonly node: string };

/**
 * Whether nobody is left to join, so that the guard has to be asked again. A node that was in service and doesn't answer
 * may still serve; and a founder may yet have to open its port, but then it is Primary, or was.
 */
export function isLost(footing: Footing, nodes: readonly NodeView[]): boolean {
  if (nodes.some((node) => claimsPrimary(node) || node.state === 'Unreachable')) {
    return false;
  }
  return footing.kind === 'primary' || nodes.some((node) => node.name === footing.node && node.wsrep?.clusterStatus === 'non-Primary');
}
