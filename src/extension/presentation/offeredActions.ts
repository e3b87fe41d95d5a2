import type { ClusterView, NodeState } from '../../cluster/vocabulary/model';
import { actionsFor, type ClusterAction, type NodeAction, statesFor } from '../../cluster/view/fittingActions';
import type { ContextValue } from '../ids';

/** The most useful first: that one stands in the row itself. */
const byUse: readonly NodeAction[] = [
  'unfreeze',
  'reconnect',
  'restore',
  'kill',
  'idle',
  'freeze',
  'isolate',
  'rebuild',
];
/** A node that starts is on its way, and most likely needs no help. */
const byUseOfStarting: readonly NodeAction[] = ['kill', 'idle', 'freeze', 'isolate', 'restore', 'rebuild'];

/** What fits a node in this state, in the order in which it is offered. */
export function offeredOn(state: NodeState): readonly NodeAction[] {
  return (state === 'Starting' ? byUseOfStarting : byUse).filter((action) => statesFor[action].includes(state));
}

const words = (...all: readonly string[]): string => all.map((word) => `${word};`).join('');

export function nodeContext(state: NodeState, takesConnections: boolean): ContextValue {
  return `node;${words(...offeredOn(state), ...(takesConnections ? ['port'] : []))}`;
}

/** Only what is about the balancer itself. */
const ofBalancer: readonly ClusterAction[] = ['balance', 'moveWriter', 'unbalance'];

export function balancerContext(cluster: ClusterView): ContextValue {
  const actions = actionsFor(cluster).filter((action) => ofBalancer.includes(action));
  return `balancer;${words(...actions, ...(cluster.balancer?.state === 'running' ? ['port'] : []))}`;
}

export function clusterContext(cluster: ClusterView): ContextValue {
  return `cluster;${words(...actionsFor(cluster))}`;
}
