import type { BalancerView, ClusterHealth, NodeState } from '../../cluster/vocabulary/model';

/** A codicon and the theme colour it is drawn in. */
export interface Icon {
  readonly id: string;
  readonly color?: string;
}

const color = {
  good: 'testing.iconPassed',
  bad: 'list.errorForeground',
  warning: 'list.warningForeground',
  busy: 'charts.blue',
  off: 'disabledForeground',
} as const;

/** No two alike in both shape and colour, so that a state can be told without reading its word. */
export const nodeIcons: Readonly<Record<NodeState, Icon>> = {
  Synced: { id: 'pass-filled', color: color.good },
  Donor: { id: 'arrow-circle-up', color: color.busy },
  Desynced: { id: 'debug-step-over', color: color.warning },
  Joiner: { id: 'arrow-circle-down', color: color.busy },
  Joined: { id: 'sync', color: color.busy },
  'Non-Primary': { id: 'warning', color: color.bad },
  Starting: { id: 'loading~spin', color: color.busy },
  Idle: { id: 'circle-large-outline', color: color.off },
  Killed: { id: 'circle-slash', color: color.bad },
  Crashed: { id: 'error', color: color.bad },
  Frozen: { id: 'debug-pause', color: color.warning },
  Isolated: { id: 'debug-disconnect', color: color.warning },
  Unreachable: { id: 'question', color: color.warning },
};

export const clusterIcons: Readonly<Record<ClusterHealth, Icon>> = {
  healthy: { id: 'database', color: color.good },
  degraded: { id: 'database', color: color.warning },
  starting: { id: 'database', color: color.busy },
  'non-primary': { id: 'warning', color: color.bad },
  split: { id: 'split-horizontal', color: color.bad },
  stopped: { id: 'database', color: color.off },
  down: { id: 'error', color: color.bad },
};

/** Of a cluster's balancer. */
export const balancerIcons = {
  running: { id: 'git-merge', color: color.good },
  frozen: { id: 'debug-pause', color: color.warning },
  stopped: { id: 'git-merge', color: color.off },
} as const satisfies Readonly<Record<BalancerView['state'], Icon>>;

/** Of a row that only looks like a node. */
export const foreignIcon: Icon = { id: 'package', color: color.off };
/** Of what is shown though it couldn't be read anew. */
export const staleIcon: Icon = { id: 'history', color: color.warning };

/** As it was, which may not be as it is. */
export function faded(icon: Icon): Icon {
  return { id: icon.id.replace('~spin', ''), color: color.off };
}

export const errorIcon: Icon = { id: 'error', color: color.bad };
