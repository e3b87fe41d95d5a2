import assert from 'node:assert/strict';
import { type ClusterHealth, clusterHealths, type NodeState, nodeStates } from '../../../src/cluster/vocabulary/model';
import {
  actionsFor,
  type ClusterAction,
  clusterActions,
  type NodeAction,
  nodeActions,
  statesFor,
} from '../../../src/cluster/view/fittingActions';
import { clusterView, nodeView, wsrepStatus } from '../views';

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
      assert.deepEqual(actionsFor(clusterView([], health)), rows[health]);
    });
  }

  it('offers first to stop the lesser side of a split cluster whose sides can be told', () => {
    const nodes = [1, 2].map((number) =>
      nodeView(`g${number}`, 'Synced', wsrepStatus({ clusterSize: 1, clusterConfId: number })),
    );
    const actions = actionsFor(clusterView(nodes, 'split'));
    assert.deepEqual(actions, ['stopLesser', 'stop', 'killAll']);
    const all = new Set([...Object.values(rows).flat(), ...actions]);
    assert.deepEqual([...all].sort(), [...clusterActions].sort());
  });
});
