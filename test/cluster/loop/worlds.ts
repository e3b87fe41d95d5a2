import { zeroUuid } from '../../../src/cluster/guard/position';
import type { Serve } from '../../../src/cluster/loop/goal';
import { serve, type ServeRequest } from '../../../src/cluster/loop/goals';
import { emptyMemory, type Memory } from '../../../src/cluster/loop/memory';
import type { Move, Verdict } from '../../../src/cluster/loop/move';
import { type Situation, situationOf } from '../../../src/cluster/loop/situation';
import type { ContainerSight, Sight, World } from '../../../src/cluster/loop/world';
import type { NodeState, WsrepStatus } from '../../../src/cluster/vocabulary/model';
import type { BootPhase, BootReport } from '../../../src/cluster/node/bootReport';
import type { Journal } from '../../../src/cluster/node/journal';
import { nodeView, stateUuid, wsrepStatus } from '../views';

export const nowMs = 100_000;

/** The containers of g1 to g3 have 172.20.0.11 to .13. */
const addressOf = (node: string): string => `172.20.0.1${node.slice(1)}`;

function containerOf(node: string, changes: Partial<ContainerSight> = {}): ContainerSight {
  return {
    id: `c-${node}`,
    run: `c-${node} 1`,
    hasRun: true,
    isRunning: true,
    isPaused: false,
    onReplicationNetwork: true,
    isFit: true,
    ...changes,
  };
}

/** What a node's scripts have said: it holds a seqno of the history, and is in such a phase of its boot. */
function journal(node: string, phase: BootPhase, seqno = 12, changes: Partial<Journal> = {}): Journal {
  const uuid = seqno < 0 ? zeroUuid : stateUuid;
  const origin = seqno < 0 ? ('none' as const) : ('grastate' as const);
  const report: BootReport = {
    boot: `b-${node}`,
    phase,
    turn: 1,
    step: 0,
    position: { origin, uuid, seqno, safeToBootstrap: false },
    lastView: seqno < 0 ? [] : ['g1', 'g2', 'g3'],
    hears: true,
  };
  return {
    boot: report.boot,
    report,
    connected: false,
    synced: false,
    told: undefined,
    servedWith: undefined,
    hasHole: false,
    ...changes,
  };
}

function sight(node: string, state: NodeState, changes: Partial<Sight>, wsrep: WsrepStatus | null = null): Sight {
  return {
    node,
    address: addressOf(node),
    container: containerOf(node),
    journal: undefined,
    sql: wsrep === null ? null : { kind: 'status', status: wsrep },
    view: nodeView(node, state, wsrep),
    transferFacts: undefined,
    isGivenUp: false,
    hasFounded: false,
    ...changes,
  };
}

/** A volume without a container. */
export const bare = (node: string): Sight => sight(node, 'Idle', { container: undefined });

export const down = (node: string, changes: Partial<ContainerSight> = {}): Sight =>
  sight(node, 'Idle', { container: containerOf(node, { isRunning: false, ...changes }) });

/** It has just started, and says nothing yet. */
export const silent = (node: string): Sight => sight(node, 'Starting', {});

/** It holds a seqno, and waits to be told what to do. */
export const waiting = (node: string, seqno = 12, changes: Partial<Sight> = {}): Sight =>
  sight(node, 'Starting', { journal: journal(node, 'waiting', seqno), ...changes });

export const frozen = (node: string, changes: Partial<ContainerSight> = {}): Sight =>
  sight(node, 'Frozen', { container: containerOf(node, { isPaused: true, ...changes }) });

/** It looks for the group that it was told of. */
export const joining = (node: string): Sight =>
  sight(node, 'Starting', { journal: journal(node, 'joining'), sql: { kind: 'silent', reason: 'no answer' } });

/** Members of one component, by name. */
export function serving(...nodes: string[]): Sight[] {
  const status = wsrepStatus({
    clusterSize: nodes.length,
    incomingAddresses: nodes.map((node) => `${addressOf(node)}:3306`),
  });
  const told = { connected: true, synced: true, told: 'synced', servedWith: nodes };
  return nodes.map((node) => sight(node, 'Synced', { journal: journal(node, 'joining', 12, told) }, status));
}

/** Members of a component that has lost its quorum. */
export function withoutQuorum(...nodes: string[]): Sight[] {
  const status = wsrepStatus({
    clusterStatus: 'non-Primary',
    clusterSize: nodes.length,
    localState: 0,
    localStateComment: 'Initialized',
  });
  const told = { connected: true, synced: true };
  return nodes.map((node) => sight(node, 'Non-Primary', { journal: journal(node, 'joining', 12, told) }, status));
}

/** A node of {@link serving}, but for its state. */
export function as(state: NodeState, { view, ...more }: Sight): Sight {
  return { ...more, view: { ...view, state } };
}

export const isolated = (seen: Sight): Sight => {
  const container = containerOf(seen.node, { onReplicationNetwork: false });
  return as('Isolated', { ...seen, container });
};

export function world(...nodes: Sight[]): World {
  return { nowMs, nodes };
}

/** What the rules go by, of a goal for all that is seen. */
export function given(
  nodes: readonly Sight[],
  memory: Partial<Memory> = {},
  request: Partial<ServeRequest> = {},
): Situation {
  const goal: Serve = serve({ cluster: 'demo', members: nodes.map(({ node }) => node), ...request });
  return situationOf(goal, world(...nodes), { ...emptyMemory(goal.concerned), ...memory });
}

/**
 * A verdict in short, as in "act boot g1, boot g2", "wait for every node to say what it holds", "refuse stateUnfit".
 */
export function short(verdict: Verdict | undefined): string {
  return verdict === undefined ? 'nothing' : shortMove(verdict.move);
}

function shortMove(move: Move): string {
  switch (move.kind) {
    case 'act': {
      const steps = move.steps.map((step) => {
        const nodes = 'nodes' in step ? step.nodes.join(' ') : 'node' in step ? step.node : '';
        const hosts = step.do === 'admit' ? ` to ${step.hosts.join(' ')}` : '';
        return `${step.do} ${nodes}${hosts}`.trim();
      });
      return ['act', steps.join(', ')].join(' ').trim();
    }
    case 'wait':
      return `wait for ${move.what}`;
    case 'refuse':
      return `refuse ${move.error.code}: ${move.error.message}`;
    case 'ended':
      return `ended ${move.node} ${move.what}`;
    case 'reached':
      return 'reached';
  }
}
