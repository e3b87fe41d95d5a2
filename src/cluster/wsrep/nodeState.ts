import type { NodeState } from '../model';
import type { SqlAnswer } from './readWsrepStatus';

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

/** wsrep_local_state: 1 joining, 2 donor, 3 joined, 4 synced (wsrep_api.h, wsrep_member_status). */
function primaryState(localState: number): NodeState {
  const states: Record<number, NodeState> = { 1: 'Joiner', 2: 'Donor', 3: 'Joined', 4: 'Synced' };
  return states[localState] ?? 'Starting';
}

/** The one word for what a node is doing. */
export function nodeState(facts: NodeFacts): NodeState {
  const { container, sql, served } = facts;
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
    return primaryState(sql.status.localState);
  }
  return served ? 'Non-Primary' : 'Starting';
}
