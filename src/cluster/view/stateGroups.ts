import type { NodeState, NodeView } from '../vocabulary/model';

const onTheirWay: readonly NodeState[] = ['Starting', 'Joiner', 'Joined', 'Donor'];
const atRest: readonly NodeState[] = ['Synced', 'Idle'];

/** It will be in another state soon, by itself. */
export function isOnItsWay({ state }: Pick<NodeView, 'state'>): boolean {
  return onTheirWay.includes(state);
}

/** Something happened to this node that nobody asks of one in service. */
export function isInTrouble(node: Pick<NodeView, 'state'>): boolean {
  return !isOnItsWay(node) && !atRest.includes(node.state);
}
