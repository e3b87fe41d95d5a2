import type { ClusterView } from '../vocabulary/model';

/** What an operation wants of a cluster; how it gets there is the plan's. */
export type Goal = Serve | Leave | Part | Inflict | TakeBack;

/** These serve. Where no component does, all members are needed to found one. */
export interface Serve {
  readonly kind: 'serve';
  readonly cluster: string;
  /** All members that the cluster has then, by name. */
  readonly members: readonly string[];
  /** Those that are brought up; the others stay as they are where a component serves. */
  readonly concerned: readonly string[];
  /** Of a joiner: the nodes that it asks first for a state transfer, best first. */
  readonly donors: ReadonlyMap<string, readonly string[]>;
  /** By the user's word: its data count, and who holds what doesn't follow from them gives that up. */
  readonly dataOf?: string;
  /** Nodes whose data were given up for it: they count again where it isn't reached. */
  readonly givenUp?: readonly string[];
  /** Nodes that were stopped for it: they run again where it isn't reached. */
  readonly stopped?: readonly string[];
  /** Only until every member has said what it holds. */
  readonly onlyLook?: true;
}

/** These stop in good order, one that is in service last. */
export interface Leave {
  readonly kind: 'leave';
  readonly nodes: readonly string[];
}

/** These leave the cluster, one after the other, once one of those that stay serves without them. */
export interface Part {
  readonly kind: 'part';
  readonly going: readonly string[];
  readonly staying: readonly string[];
  /** They go with their data; or stay as members that hold nothing. */
  readonly then: 'gone' | 'givenUp';
}

/** A fault, or its end, once. */
export interface Inflict {
  readonly kind: 'inflict';
  readonly nodes: readonly string[];
  readonly fault: 'kill' | 'freeze' | 'unfreeze' | 'isolate';
}

/** What an operation did is taken back: those that it started leave, and those that served before serve. */
export interface TakeBack {
  readonly kind: 'takeBack';
  readonly before: ClusterView;
  /** Nobody wants what was reached; of an operation that failed, old members that serve by now stay. */
  readonly wasCancelled: boolean;
  /** Whose data were given up by it. */
  readonly givenUp: readonly string[];
  /**
   * For whose sake, once it was handed the token: has it founded the component, what it holds counts, and the others'
   * no more.
   */
  readonly dataOf: string | undefined;
  /** The run of its container in which it was handed that; what it did in an earlier one nobody knows. */
  readonly foundIn: string | undefined;
  /** Whose data were given up before, and no longer are by it. */
  readonly takenUp: string | undefined;
  /** Those that it started. */
  readonly started: readonly string[];
  /** Those that it had stopped, and that run again. */
  readonly stopped: readonly string[];
}
