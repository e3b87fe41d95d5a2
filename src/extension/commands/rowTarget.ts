import type { NodeRef } from '../../cluster/operations/nodeActions';
import { balancerPart } from '../ids';

/**
 * The cluster and node of a tree row's id; a balancer's row stands for its cluster. A keybinding or another extension
 * may hand over anything.
 */
export function rowTarget(element: unknown): { cluster?: string; node?: string } {
  const [cluster, part] = typeof element === 'string' ? element.split('/') : [];
  return { ...(cluster ? { cluster } : {}), ...(part && part !== balancerPart ? { node: part } : {}) };
}

/** The row a command was run on, then the others that were selected with it. */
function rows(element: unknown, selected: unknown): unknown[] {
  return [...new Set([element, ...(Array.isArray(selected) ? (selected as unknown[]) : [])])];
}

/** The nodes that a command is meant for; empty where it was run on none. */
export function nodeTargets(element: unknown, selected: unknown): NodeRef[] {
  return rows(element, selected)
    .map(rowTarget)
    .flatMap(({ cluster, node }) => (cluster === undefined || node === undefined ? [] : [{ cluster, node }]));
}

/** The clusters that a command is meant for; `undefined` alone where it was run on none, and the user is to choose. */
export function clusterTargets(element: unknown, selected: unknown): (string | undefined)[] {
  const names = rows(element, selected)
    .map(rowTarget)
    .flatMap(({ cluster, node }) => (cluster === undefined || node !== undefined ? [] : [cluster]));
  return names.length > 0 ? names : [rowTarget(element).cluster];
}
