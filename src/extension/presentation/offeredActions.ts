import type { ClusterHealth, NodeState } from '../../cluster/model';
import type { ClusterAction, ContextValue, NodeAction } from '../ids';

const inService: readonly NodeAction[] = ['kill', 'idle', 'freeze', 'isolate', 'rebuild'];
const inTrouble: readonly NodeAction[] = ['restore', 'kill', 'idle', 'freeze', 'isolate', 'rebuild'];
const notRunning: readonly NodeAction[] = ['restore', 'rebuild'];

/** What a node's state allows, the most useful one first: that one stands in the row itself. */
export const actionsByState: Readonly<Record<NodeState, readonly NodeAction[]>> = {
  Synced: inService,
  Donor: inService,
  Desynced: inService,
  Joiner: inService,
  Joined: inService,
  'Non-Primary': inTrouble,
  Starting: ['kill', 'idle', 'freeze', 'isolate', 'restore', 'rebuild'],
  Idle: notRunning,
  Killed: notRunning,
  Crashed: notRunning,
  Frozen: ['unfreeze', 'restore', 'kill', 'rebuild'],
  Isolated: ['reconnect', 'restore', 'kill', 'idle', 'freeze', 'rebuild'],
  Unreachable: inTrouble,
};

/** What a cluster's health allows. */
export const actionsByHealth: Readonly<Record<ClusterHealth, readonly ClusterAction[]>> = {
  healthy: ['stop', 'killAll', 'scale'],
  degraded: ['start', 'stop', 'killAll', 'scale'],
  starting: ['stop', 'killAll'],
  'non-primary': ['start', 'stop', 'killAll', 'recover'],
  split: ['stopLesser', 'stop', 'killAll'],
  stopped: ['start', 'recover'],
  down: ['start', 'recover'],
};

const words = (...all: readonly string[]): string => all.map((word) => `${word};`).join('');

export function nodeContext(state: NodeState, takesConnections: boolean): ContextValue {
  return `node;${words(...actionsByState[state], ...(takesConnections ? ['port'] : []))}`;
}

/** @param sidesKnown whether a split cluster's sides can be told, and so the lesser be stopped. */
export function clusterContext(health: ClusterHealth, sidesKnown: boolean): ContextValue {
  return `cluster;${words(...actionsByHealth[health].filter((action) => action !== 'stopLesser' || sidesKnown))}`;
}
