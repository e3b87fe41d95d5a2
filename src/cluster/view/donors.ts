import { GaleraError } from '../vocabulary/errors';
import type { ClusterView, NodeView } from '../vocabulary/model';

/**
 * The nodes to ask first for a state transfer, best first. Clients write to the one that the balancer leads to, else to
 * the first Synced node unless told otherwise, and a donor holds writes up: so it comes last, which is to say it isn't
 * named. Empty where there is no choice. Only Synced nodes are named: for one that is busy the server would wait, while
 * another is free.
 *
 * @param writer the node that a balancer leads writes to, where there is one
 */
export function preferredDonors(nodes: readonly NodeView[], writer?: string | null): string[] {
  const synced = nodes.filter((node) => node.state === 'Synced').map((node) => node.name);
  const written = synced.find((node) => node === writer) ?? synced[0];
  return synced.filter((node) => node !== written).reverse();
}

/** The same donors for the next of several joiners: each begins with another, so that they are filled side by side. */
export function donorsInTurn(donors: readonly string[], turn: number): string[] {
  const first = donors.length === 0 ? 0 : turn % donors.length;
  return [...donors.slice(first), ...donors.slice(0, first)];
}

/** The nodes that may fill these joiners: those in service beside them. */
export function possibleDonors(nodes: readonly NodeView[], joiners: readonly string[]): readonly string[] {
  return nodes.filter(({ name, state }) => state === 'Synced' && !joiners.includes(name)).map(({ name }) => name);
}

/**
 * The donors for nodes that are about to join: the one that the user named, or the preferred ones.
 *
 * @throws GaleraError `nodeUnknown` for a donor that doesn't exist, `stateUnfit` for one that isn't Synced or
 * joins itself
 */
export function chooseDonors(cluster: ClusterView, joiners: readonly string[], named: string | undefined): string[] {
  const others = cluster.nodes.filter((node) => !joiners.includes(node.name));
  if (named === undefined) {
    return preferredDonors(others, cluster.balancer?.writer);
  }
  const donor = cluster.nodes.find((node) => node.name === named);
  if (donor === undefined) {
    throw new GaleraError('nodeUnknown', `"${cluster.name}" has no node "${named}" to be the donor.`, {
      advice: `Its nodes are ${cluster.nodes.map((node) => node.name).join(', ')}.`,
    });
  }
  if (!others.includes(donor)) {
    throw new GaleraError('stateUnfit', `${named} can't be its own donor.`, { advice: 'Name another node.' });
  }
  if (donor.state !== 'Synced') {
    const synced = possibleDonors(cluster.nodes, joiners);
    throw new GaleraError('stateUnfit', `${named} is ${donor.state} and can't be the donor.`, {
      advice: synced.length === 0 ? 'Bring a node to Synced first.' : `Synced at the moment: ${synced.join(', ')}.`,
    });
  }
  return [named];
}
