import type { NodeView } from '../vocabulary/model';
import type { Journal } from '../node/journal';
import type { TransferFacts } from '../view/transfer/transferFacts';
import type { SqlAnswer } from '../sql/readWsrepStatus';

/** A node's container, as Docker tells of it. */
export interface ContainerSight {
  readonly id: string;
  /** Names its present run, or its last. */
  readonly run: string;
  /** It was started at least once, by whomever. */
  readonly hasRun: boolean;
  /** Also while it is paused. */
  readonly isRunning: boolean;
  readonly isPaused: boolean;
  readonly onReplicationNetwork: boolean;
  /** It takes orders, its networks are those that its cluster has now, and Docker can read its log to the end. */
  readonly isFit: boolean;
}

/** A member at one moment: its volume, and what there is beside. */
export interface Sight {
  readonly node: string;
  /** On the replication network. */
  readonly address: string;
  readonly container: ContainerSight | undefined;
  /** What its scripts have said in this run; undefined where it doesn't run, or they have said nothing yet. */
  readonly journal: Journal | undefined;
  /** Its server's word; null where it wasn't asked. */
  readonly sql: SqlAnswer | null;
  readonly view: NodeView;
  /** What a full transfer takes; once it was measured in this run of its container. */
  readonly transferFacts: TransferFacts | undefined;
  /** The user chose another node's data over its own; told where the goal asks for it. */
  readonly isGivenUp: boolean;
  /** Its last server has been in a Primary component; told where the goal asks for it. */
  readonly hasFounded: boolean;
}

/** All that is seen of a cluster at one moment. */
export interface World {
  /** Of a clock that only goes forward. */
  readonly nowMs: number;
  /** By name. */
  readonly nodes: readonly Sight[];
}
