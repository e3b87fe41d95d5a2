import { chooseDonors, preferredDonors } from '../../../../src/cluster/view/donors';
import { clusterHealth } from '../../../../src/cluster/view/health';
import type { Goal, Part, Serve } from '../../../../src/cluster/loop/goal';
import { serve } from '../../../../src/cluster/loop/goals';
import { type ClusterView, isUp, type NodeState, type NodeView } from '../../../../src/cluster/vocabulary/model';
import { nodeNames } from '../../../../src/cluster/vocabulary/names';

export const operations = [
  'start',
  'stop',
  'scale',
  'restore',
  'rebuild',
  'idle',
  'killNode',
  'recover',
  'look',
] as const;
export type Operation = (typeof operations)[number];

const cluster = 'demo';
const restorable: readonly NodeState[] = [
  'Idle',
  'Killed',
  'Crashed',
  'Frozen',
  'Isolated',
  'Unreachable',
  'Non-Primary',
  'Starting',
];

/** What an operation goes by that the user asks for. */
export interface Request {
  readonly what: Operation;
  readonly view: ClusterView | undefined;
  /** Of a new cluster. */
  readonly size: number;
  readonly mostNodes: number;
  /** Which node, or how many. */
  readonly index: number;
}

function scale({ nodes }: ClusterView, count: number, mostNodes: number): Goal | undefined {
  const members = nodes.map(({ name }) => name);
  const isSynced = ({ state }: NodeView): boolean => state === 'Synced';
  if (count > members.length) {
    const free = nodeNames(mostNodes).filter((name) => !members.includes(name));
    const joining = free.slice(0, count - members.length);
    const goal = { cluster, members: [...members, ...joining].sort(), concerned: joining };
    return nodes.some(isSynced) ? serve({ ...goal, donors: preferredDonors(nodes) }) : undefined;
  }
  const [staying, going] = [nodes.slice(0, count), nodes.slice(count)];
  const isFit = clusterHealth(nodes) !== 'split' && staying.some(isSynced);
  return isFit && going.every(({ state }) => state !== 'Donor') && going.length > 0
    ? { kind: 'part', going: members.slice(count).reverse(), staying: members.slice(0, count), then: 'gone' }
    : undefined;
}

/**
 * What an operation is about, by what there is, as the functions in src/cluster make it; undefined where they refuse at
 * once.
 */
export function goalOf({ what, view, size, mostNodes, index }: Request): Goal | undefined {
  const nodes = view?.nodes ?? [];
  const members = nodes.map(({ name }) => name);
  if (what === 'start') {
    const all = members.length === 0 ? nodeNames(size) : members;
    return serve({ cluster, members: all, donors: preferredDonors(nodes) });
  }
  const node = nodes[index % Math.max(1, nodes.length)];
  if (view === undefined || node === undefined) {
    return undefined;
  }
  const { name, state } = node;
  switch (what) {
    case 'stop':
      return { kind: 'leave', nodes: members };
    case 'idle':
      return isUp(node) && state !== 'Frozen' ? { kind: 'leave', nodes: [name] } : undefined;
    case 'killNode':
      return isUp(node) ? { kind: 'inflict', nodes: [name], fault: 'kill' } : undefined;
    case 'restore':
      return restorable.includes(state)
        ? serve({ cluster, members, concerned: [name], donors: chooseDonors(view, [name], undefined) })
        : undefined;
    case 'rebuild': {
      const staying = members.filter((each) => each !== name);
      const isFit = nodes.some((each) => each.name !== name && each.state === 'Synced');
      return isFit ? { kind: 'part', going: [name], staying, then: 'givenUp' } : undefined;
    }
    case 'recover':
      return serve({ cluster, members, dataOf: name });
    case 'look':
      return serve({ cluster, members, onlyLook: true });
    case 'scale':
      return scale(view, 1 + (index % mostNodes), mostNodes);
  }
}

/** What a rebuild goes on with once its node's data were given up. */
export function refill({ going: [node = ''], staying }: Part, before: ClusterView, givenUp: readonly string[]): Serve {
  const members = [node, ...staying].sort();
  const wasUp = before.nodes.some((each) => each.name === node && isUp(each));
  const donors = chooseDonors(before, [node], undefined);
  return serve({ cluster, members, concerned: [node], donors, givenUp, stopped: wasUp ? [node] : [] });
}
