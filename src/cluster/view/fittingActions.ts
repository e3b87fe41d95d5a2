import { type ClusterHealth, type ClusterView, isUp, type NodeState, nodeStates } from '../vocabulary/model';
import { lesserSide } from './splitSides';

/** What can be done with a node. */
export const nodeActions = [
  'kill',
  'idle',
  'freeze',
  'unfreeze',
  'isolate',
  'reconnect',
  'restore',
  'rebuild',
] as const;
export type NodeAction = (typeof nodeActions)[number];

const running = nodeStates.filter((state) => isUp({ state }) && state !== 'Frozen');

/** The states of a node that an action fits: the engine refuses it in any other, and faces don't offer it. */
export const statesFor: Readonly<Record<NodeAction, readonly NodeState[]>> = {
  kill: [...running, 'Frozen'],
  idle: running,
  freeze: running,
  unfreeze: ['Frozen'],
  isolate: running.filter((state) => state !== 'Isolated'),
  reconnect: ['Isolated'],
  restore: ['Idle', 'Killed', 'Crashed', 'Frozen', 'Isolated', 'Unreachable', 'Non-Primary', 'Starting'],
  rebuild: nodeStates,
};

/** What can be done with a cluster, beside its removal, which always can. */
export const clusterActions = [
  'start',
  'stop',
  'stopLesser',
  'killAll',
  'scale',
  'recover',
  'balance',
  'moveWriter',
  'unbalance',
] as const;
export type ClusterAction = (typeof clusterActions)[number];

const actionsByHealth: Readonly<Record<ClusterHealth, readonly ClusterAction[]>> = {
  healthy: ['stop', 'killAll', 'scale'],
  degraded: ['start', 'stop', 'killAll', 'scale'],
  starting: ['stop', 'killAll'],
  'non-primary': ['start', 'stop', 'killAll', 'recover'],
  split: ['stopLesser', 'stop', 'killAll'],
  stopped: ['start', 'recover'],
  down: ['start', 'recover'],
};

/** A balancer that is there and has ended, or was frozen, can be turned on again, while there is a node to lead to. */
function balancerActions({ balancer, nodes }: ClusterView): readonly ClusterAction[] {
  if (balancer === undefined) {
    return ['balance'];
  }
  const actions: readonly ClusterAction[] =
    balancer.state === 'running' ? ['moveWriter'] : nodes.some(isUp) ? ['balance'] : [];
  return [...actions, 'unbalance'];
}

/** What makes sense with a cluster as it is, the most useful first; a side can be stopped only where there are two. */
export function actionsFor(cluster: ClusterView): readonly ClusterAction[] {
  const actions = actionsByHealth[cluster.health].filter(
    (action) => action !== 'stopLesser' || lesserSide(cluster) !== undefined,
  );
  return [...actions, ...balancerActions(cluster)];
}
