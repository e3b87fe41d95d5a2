import type { NodeState } from '../vocabulary/model';
import type { SqlAnswer } from '../sql/readWsrepStatus';

/** What Docker says of a node's container. */
export interface ContainerFacts {
  readonly status: 'absent' | 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  readonly onReplicationNetwork: boolean;
}

/** All that is known of a node at one moment. */
export interface NodeFacts {
  readonly container: ContainerFacts;
  /** Null where the node wasn't asked. */
  readonly sql: SqlAnswer | null;
  /** It has been Synced since it booted. */
  readonly served: boolean;
  /** What its server last told wsrep_notify_cmd, as in "donor"; undefined where that isn't known. */
  readonly told?: string | undefined;
}

const sigkillExitCode = 137;

function stoppedState(container: ContainerFacts): NodeState {
  if (container.outOfMemory) {
    return 'Crashed';
  }
  if (container.exitCode === sigkillExitCode) {
    return 'Killed';
  }
  return container.exitCode === 0 ? 'Idle' : 'Crashed';
}

/**
 * wsrep_local_state that a donor shares with a node that a client has desynced, by wsrep_desync or by FLUSH TABLES WITH
 * READ LOCK. Only of the donor does the server tell wsrep_notify_cmd.
 */
export const donorOrDesynced = 2;

/** wsrep_local_state: 1 joining, 2 donor, 3 joined, 4 synced (wsrep_api.h, wsrep_member_status). */
function primaryState(localState: number, told: string | undefined): NodeState {
  if (localState === donorOrDesynced && told !== undefined && told !== 'donor') {
    return 'Desynced';
  }
  const states: Record<number, NodeState> = { 1: 'Joiner', 2: 'Donor', 3: 'Joined', 4: 'Synced' };
  return states[localState] ?? 'Starting';
}

/** The one word for what a node is doing. */
export function nodeState(facts: NodeFacts): NodeState {
  const { container, sql, served, told } = facts;
  switch (container.status) {
    case 'absent':
    case 'created':
    case 'removing':
      return 'Idle';
    case 'exited':
    case 'dead':
      return stoppedState(container);
    case 'paused':
      return 'Frozen';
    case 'restarting':
      return 'Starting';
    case 'running':
      break;
  }
  if (!container.onReplicationNetwork) {
    return 'Isolated';
  }
  if (sql?.kind !== 'status') {
    return served ? 'Unreachable' : 'Starting';
  }
  if (sql.status.clusterStatus === 'Primary') {
    return primaryState(sql.status.localState, told);
  }
  return served ? 'Non-Primary' : 'Starting';
}
