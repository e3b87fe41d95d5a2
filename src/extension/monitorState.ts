import type { GaleraError } from '../cluster/vocabulary/errors';
import type { ClusterView } from '../cluster/vocabulary/model';
import { isOnItsWay } from '../cluster/view/stateGroups';
import type { ViewState } from './ids';

/** What the window knows of the clusters at the moment. */
export type MonitorState =
  | { readonly kind: 'loading' }
  /** `staleSince`: they couldn't be read anew since. */
  | { readonly kind: 'clusters'; readonly clusters: readonly ClusterView[]; readonly staleSince?: Date }
  /** `hadClusters`: there were some when they were last read. */
  | { readonly kind: 'failed'; readonly error: GaleraError; readonly hadClusters: boolean };

export function viewStateOf(state: MonitorState): ViewState {
  switch (state.kind) {
    case 'loading':
      return 'loading';
    case 'clusters':
      return state.clusters.length === 0 ? 'noCluster' : 'clusters';
    case 'failed':
      return state.error.code === 'dockerDown' || state.error.code === 'dockerDenied' ? state.error.code : 'failed';
  }
}

export function hasClusters(state: MonitorState): boolean {
  return state.kind === 'clusters' ? state.clusters.length > 0 : state.kind === 'failed' && state.hadClusters;
}

/** Where nobody looks and no cluster is known, what Docker's events say is nearly enough. */
const idleIntervalMs = 60_000;
/** A node on its way passes from state to state without an event of Docker's. */
const busyIntervalMs = 1_000;

/**
 * Milliseconds between two reads of the clusters, beside those after Docker's events: the setting's while the view
 * or the status bar shows something, and shorter while a node is on its way.
 */
export function readIntervalMs(state: MonitorState, viewVisible: boolean, refreshIntervalSeconds: number): number {
  const wanted = refreshIntervalSeconds * 1000;
  if (state.kind === 'clusters' && state.clusters.some(({ nodes }) => nodes.some(isOnItsWay))) {
    return Math.min(wanted, busyIntervalMs);
  }
  return viewVisible || hasClusters(state) ? wanted : Math.max(wanted, idleIntervalMs);
}

const firstRetryMs = 1_000;
/** Docker that is back is to be seen soon. */
const lastRetryMs = 3_000;

/** Milliseconds before the next try to reach Docker, after `failures` tries in a row. */
export function retryDelayMs(failures: number): number {
  return Math.min(firstRetryMs * 2 ** Math.max(0, failures - 1), lastRetryMs);
}
