import type { SstMethod } from '../../sst/methods';

/**
 * The one vocabulary for what a node is doing; the words stand in the tree, the CLI, the log and the docs.
 *
 * - `Synced`, `Donor`, `Joiner`, `Joined`: as wsrep_local_state_comment says, in a Primary component.
 * - `Desynced`: serves in a Primary component, but lets the others run ahead, and fills no joiner: someone set
 *   wsrep_desync, or holds its tables locked.
 * - `Non-Primary`: answers, but its component has no quorum.
 * - `Starting`: the container runs, and the node hasn't been part of a Primary component since it booted.
 * - `Idle`: stopped in good order, or never started.
 * - `Killed`: ended by SIGKILL. `Crashed`: ended by itself with an error, or for lack of memory.
 * - `Frozen`: the container is paused. `Isolated`: taken off the replication network.
 * - `Unreachable`: was in service and no longer answers on its SQL port.
 */
export const nodeStates = [
  'Synced',
  'Donor',
  'Desynced',
  'Joiner',
  'Joined',
  'Non-Primary',
  'Starting',
  'Idle',
  'Killed',
  'Crashed',
  'Frozen',
  'Isolated',
  'Unreachable',
] as const;
export type NodeState = (typeof nodeStates)[number];

/** Its container runs or is frozen. */
export function isUp({ state }: Pick<NodeView, 'state'>): boolean {
  return state !== 'Idle' && state !== 'Killed' && state !== 'Crashed';
}

/**
 * A cluster's health, from its nodes' states:
 *
 * - `healthy`: every member is Synced, all in one component.
 * - `degraded`: a Primary component serves, but not every member is Synced.
 * - `starting`: nothing serves yet, and at least one node is on its way.
 * - `non-primary`: nodes run, none is in a Primary component.
 * - `split`: nodes are Primary in different histories or in components that don't see each other.
 * - `stopped`: every node is Idle. `down`: none runs, and not all of them left in good order.
 */
export const clusterHealths = ['healthy', 'degraded', 'starting', 'non-primary', 'split', 'stopped', 'down'] as const;
export type ClusterHealth = (typeof clusterHealths)[number];

/** A state transfer into a node, while it lasts. */
export interface Transfer {
  /** Null before the donor has begun. */
  readonly method: SstMethod | 'ist' | null;
  readonly donor: string;
  /** 0 to 100; null where the method doesn't say. */
  readonly percent: number | null;
  readonly secondsLeft: number | null;
}

/**
 * Whether a node that is stopped could come back by IST.
 *
 * - `possible`: a donor's gcache has all that the node missed. `behind` counts those writesets, and where not
 *   `exact` there may be fewer; `reach` is how many the donor still has, and `room` about how many bytes can be
 *   written until the node's place in it is lost; null where nothing was written to tell by.
 * - `tooFar`: no donor reaches back to where the node stands.
 * - `noState`: the node holds nothing that an IST could build on.
 * - `unknown`: it crashed too long ago to tell before it starts and looks.
 */
export type IstChance =
  | {
      readonly kind: 'possible';
      readonly donor: string;
      readonly behind: number;
      readonly exact: boolean;
      readonly reach: number;
      readonly room: number | null;
    }
  | { readonly kind: 'tooFar'; readonly donor: string; readonly behind: number; readonly reach: number }
  | { readonly kind: 'noState' }
  | { readonly kind: 'unknown' };

/** The wsrep status variables that matter, as one node answered them. */
export interface WsrepStatus {
  readonly clusterStatus: string;
  readonly clusterSize: number;
  readonly clusterStateUuid: string;
  readonly clusterConfId: number;
  /** OPERATIONAL where its group isn't just changing. */
  readonly evsState: string;
  /** The members of its component in the component's order, as "172.19.0.11:3306". */
  readonly incomingAddresses: readonly string[];
  /** The history that this node's own state belongs to. */
  readonly localStateUuid: string;
  readonly localState: number;
  readonly localStateComment: string;
  readonly ready: boolean;
  readonly connected: boolean;
  /** Seqno of the last transaction committed here; -1 where the node holds no position. */
  readonly lastCommitted: number;
  /** Nanoseconds this node's replication was paused by flow control since the counter began. */
  readonly flowControlPausedNs: number;
  readonly flowControlSent: number;
  readonly localRecvQueue: number;
  readonly localSendQueue: number;
  readonly localCertFailures: number;
  readonly localBfAborts: number;
  /** The oldest writeset in its gcache; null where it has none. */
  readonly cachedDownto: number | null;
  /** Writesets replicated from and to here since the server started, and their bytes. */
  readonly writesets: number;
  readonly writesetBytes: number;
  readonly serverVersion: string;
}

/** One node as seen at one moment. */
export interface NodeView {
  readonly name: string;
  readonly container: string;
  readonly state: NodeState;
  /** Where the node's SQL port is published; null while the container has no port. */
  readonly host: string | null;
  readonly port: number | null;
  /** Null where the node doesn't answer. */
  readonly wsrep: WsrepStatus | null;
  readonly image: string;
  /** Only while one is under way. */
  readonly transfer?: Transfer;
  /** Why it isn't in service, in a few words; only of a node whose start failed. */
  readonly failure?: string;
  /** Only of a node that is stopped while another is Synced. */
  readonly istChance?: IstChance;
}

/**
 * What a node is to its cluster's balancer: `synced`; `donor`, led to only where none is Synced; `leaving`, whose
 * transactions get their end while new connections go elsewhere; `out`.
 */
export const balancedStates = ['synced', 'donor', 'leaving', 'out'] as const;
export type BalancedState = (typeof balancedStates)[number];

/** A cluster's balancer as seen at one moment. */
export interface BalancerView {
  readonly container: string;
  readonly image: string;
  readonly state: 'running' | 'frozen' | 'stopped';
  /** Where it leads to one node at a time, and to all that are Synced; also while it is stopped. */
  readonly write: { readonly host: string; readonly port: number };
  readonly read: { readonly host: string; readonly port: number };
  /** The node that the write port leads to; null where none can be written to, or it isn't running. */
  readonly writer: string | null;
  /** By the node's name, what the balancer takes it for; all are `out` while it doesn't run. */
  readonly nodes: ReadonlyMap<string, BalancedState>;
}

/** One cluster as seen at one moment, its nodes by name. */
export interface ClusterView {
  readonly name: string;
  readonly health: ClusterHealth;
  /** The state UUID that the nodes in service agree on; null where none serves or they differ. */
  readonly stateUuid: string | null;
  readonly nodes: readonly NodeView[];
  /** Containers with the labels of a node of this cluster that are none, by name; nothing of ours touches them. */
  readonly foreign: readonly string[];
  /** Only where it has one. */
  readonly balancer?: BalancerView;
}
