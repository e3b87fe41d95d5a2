import assert from 'node:assert/strict';
import {
  type ClusterHealth,
  type BalancerView,
  clusterHealths,
  type NodeState,
  nodeStates,
} from '../../../src/cluster/vocabulary/model';
import {
  actionsFor,
  type ClusterAction,
  clusterActions,
  type NodeAction,
  nodeActions,
  statesFor,
} from '../../../src/cluster/view/fittingActions';
import { balancerView, clusterView, nodeView, wsrepStatus } from '../views';

describe('statesFor', () => {
  const serving: readonly NodeAction[] = ['kill', 'idle', 'freeze', 'isolate', 'rebuild'];
  const stopped: readonly NodeAction[] = ['restore', 'rebuild'];
  const rows: Readonly<Record<NodeState, readonly NodeAction[]>> = {
    Synced: serving,
    Donor: serving,
    Desynced: serving,
    Joiner: serving,
    Joined: serving,
    'Non-Primary': [...serving, 'restore'],
    Starting: [...serving, 'restore'],
    Idle: stopped,
    Killed: stopped,
    Crashed: stopped,
    Frozen: ['kill', 'unfreeze', 'restore', 'rebuild'],
    Isolated: ['kill', 'idle', 'freeze', 'reconnect', 'restore', 'rebuild'],
    Unreachable: [...serving, 'restore'],
  };
  for (const state of nodeStates) {
    it(`lets a node that is ${state} be told to ${rows[state].join(', ')}`, () => {
      const fitting = nodeActions.filter((action) => statesFor[action].includes(state));
      assert.deepEqual(fitting.sort(), [...rows[state]].sort());
    });
  }
});

describe('actionsFor', () => {
  const rows: Readonly<Record<ClusterHealth, readonly ClusterAction[]>> = {
    healthy: ['stop', 'killAll', 'scale'],
    degraded: ['start', 'stop', 'killAll', 'scale'],
    starting: ['stop', 'killAll'],
    'non-primary': ['start', 'stop', 'killAll', 'recover'],
    split: ['stop', 'killAll'],
    stopped: ['start', 'recover'],
    down: ['start', 'recover'],
  };
  for (const health of clusterHealths) {
    it(`offers a cluster that is ${health} ${rows[health].join(', ')}`, () => {
      assert.deepEqual(actionsFor(clusterView([], health)), [...rows[health], 'balance']);
    });
  }

  it('offers what its balancer takes: to be moved while it runs, to be turned on where it ended and a node runs', () => {
    const up = [nodeView('g1', 'Synced', wsrepStatus())];
    const ofBalancer = (nodes: typeof up, state: BalancerView['state']): ClusterAction[] =>
      actionsFor({ ...clusterView(nodes), balancer: { ...balancerView, state } }).filter(
        (action) => !rows.healthy.includes(action),
      );
    assert.deepEqual(ofBalancer(up, 'running'), ['moveWriter', 'unbalance']);
    assert.deepEqual(ofBalancer(up, 'stopped'), ['balance', 'unbalance']);
    assert.deepEqual(ofBalancer(up, 'frozen'), ['balance', 'unbalance']);
    assert.deepEqual(ofBalancer([nodeView('g1', 'Idle')], 'stopped'), ['unbalance']);
  });

  it('offers first to stop the lesser side of a split cluster whose sides can be told', () => {
    const nodes = [1, 2].map((number) =>
      nodeView(`g${number}`, 'Synced', wsrepStatus({ clusterSize: 1, clusterConfId: number })),
    );
    const actions = actionsFor(clusterView(nodes, 'split'));
    assert.deepEqual(actions, ['stopLesser', 'stop', 'killAll', 'balance']);
    const all = new Set([...Object.values(rows).flat(), ...actions, 'moveWriter', 'unbalance']);
    assert.deepEqual([...all].sort(), [...clusterActions].sort());
  });
});
