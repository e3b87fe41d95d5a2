import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  type ClusterHealth,
  clusterHealths,
  type ClusterView,
  type NodeState,
  nodeStates,
} from '../../src/cluster/vocabulary/model';
import {
  actionsFor,
  type ClusterAction,
  type NodeAction,
  nodeActions,
  statesFor,
} from '../../src/cluster/view/fittingActions';
import { commands } from '../../src/extension/ids';
import {
  balancerContext,
  clusterContext,
  nodeContext,
  offeredOn,
} from '../../src/extension/presentation/offeredActions';
import { balancerView, cluster, healthy, node, wsrepStatus } from './views';

interface Entry {
  readonly command: string;
  readonly when: string;
  readonly group: string;
}
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  contributes: { menus: { 'view/item/context': readonly Entry[] } };
};
const entries = manifest.contributes.menus['view/item/context'];
const nodeCommands: Readonly<Record<NodeAction, string>> = {
  kill: commands.killNode,
  idle: commands.idleNode,
  freeze: commands.freezeNode,
  unfreeze: commands.unfreezeNode,
  isolate: commands.isolateNode,
  reconnect: commands.reconnectNode,
  restore: commands.restoreNode,
  rebuild: commands.rebuildNode,
};
const clusterCommands: Readonly<Record<ClusterAction, string>> = {
  start: commands.startCluster,
  stop: commands.stopCluster,
  stopLesser: commands.stopLesserSide,
  killAll: commands.killCluster,
  scale: commands.scaleCluster,
  recover: commands.recoverCluster,
  balance: commands.turnBalancerOn,
  moveWriter: commands.moveWriter,
  unbalance: commands.turnBalancerOff,
};
/** With two sides that can be told apart where it is split. */
function clusterOf(health: ClusterHealth): ClusterView {
  const wsrep = (clusterConfId: number) => ({ wsrep: wsrepStatus({ clusterSize: 1, clusterConfId }) });
  const apart = [node(1, 'Synced', wsrep(1)), node(2, 'Synced', wsrep(2))];
  return cluster('demo', health, health === 'split' ? apart : healthy.nodes);
}

/** What package.json offers in a row of this context value, in the row itself or in its context menu. */
function offered(value: string, inline: boolean): string[] {
  return entries
    .filter(({ when, group }) => {
      const pattern = /^view == galera\.clusters && viewItem =~ \/(\^.+\$)\/$/.exec(when)?.[1];
      assert.ok(pattern, `not anchored: ${when}`);
      return group.startsWith('inline') === inline && new RegExp(pattern).test(value);
    })
    .map(({ command }) => command)
    .sort();
}

describe("a row's menus", () => {
  for (const state of nodeStates) {
    it(`offer on a node that is ${state} what fits, the most useful in the row`, () => {
      for (const port of [true, false]) {
        const value = nodeContext(state, port);
        const copy = port ? [commands.copyConnectionString] : [];
        const actions = offeredOn(state);
        assert.deepEqual(offered(value, false), [...actions.map((action) => nodeCommands[action]), ...copy].sort());
        assert.deepEqual(offered(value, true), [nodeCommands[actions[0] ?? 'kill'], ...copy].sort());
      }
    });
  }

  for (const health of clusterHealths) {
    it(`offer on a cluster that is ${health} what fits, and always Remove`, () => {
      const actions = actionsFor(clusterOf(health));
      const copy = actions.includes('stop') ? [commands.copyConnectionString] : [];
      const wanted = [...actions.map((action) => clusterCommands[action]), commands.removeCluster, ...copy];
      assert.deepEqual(offered(clusterContext(clusterOf(health)), false), wanted.sort());
    });
  }

  it('offer on a balancer what fits, the most useful in the row', () => {
    const rows = [
      ['running', [commands.moveWriter, commands.turnBalancerOff], [commands.moveWriter], true],
      ['frozen', [commands.turnBalancerOn, commands.turnBalancerOff], [commands.turnBalancerOn], false],
      ['stopped', [commands.turnBalancerOn, commands.turnBalancerOff], [commands.turnBalancerOn], false],
    ] as const;
    for (const [state, actions, first, isOpen] of rows) {
      const value = balancerContext({ ...healthy, balancer: { ...balancerView, state } });
      const copy = isOpen ? [commands.copyConnectionString] : [];
      assert.deepEqual(offered(value, false), [...actions, ...copy].sort(), state);
      assert.deepEqual(offered(value, true), [...first, ...copy].sort(), state);
    }
  });

  it('offer on a cluster to give it a balancer, or what its own one takes', () => {
    const without = offered(clusterContext(healthy), false);
    assert.ok(without.includes(commands.turnBalancerOn) && !without.includes(commands.turnBalancerOff));
    const withOne = offered(clusterContext({ ...healthy, balancer: balancerView }), false);
    assert.ok(withOne.includes(commands.moveWriter) && withOne.includes(commands.turnBalancerOff));
    assert.ok(!withOne.includes(commands.turnBalancerOn));
  });

  it("don't offer to start a balancer while no node runs", () => {
    const idle = cluster('demo', 'stopped', [node(1, 'Idle')]);
    const value = clusterContext({ ...idle, balancer: { ...balancerView, state: 'stopped' } });
    assert.ok(!offered(value, false).includes(commands.turnBalancerOn));
  });

  it("don't offer to stop a side where the sides can't be told", () => {
    assert.ok(
      !offered(clusterContext(cluster('demo', 'split', healthy.nodes)), false).includes(commands.stopLesserSide),
    );
  });

  it('offer nothing on values and errors', () => {
    assert.deepEqual([...offered('value', false), ...offered('error', true)], []);
  });
});

describe('the actions that are offered', () => {
  it('are all that fit a state, the most useful first', () => {
    const serving = ['kill', 'idle', 'freeze', 'isolate', 'rebuild'];
    const orders: Partial<Record<NodeState, readonly string[]>> = {
      Synced: serving,
      'Non-Primary': ['restore', ...serving],
      Starting: ['kill', 'idle', 'freeze', 'isolate', 'restore', 'rebuild'],
      Killed: ['restore', 'rebuild'],
      Frozen: ['unfreeze', 'restore', 'kill', 'rebuild'],
      Isolated: ['reconnect', 'restore', 'kill', 'idle', 'freeze', 'rebuild'],
    };
    for (const [state, actions] of Object.entries(orders)) {
      assert.deepEqual(offeredOn(state as NodeState), actions, state);
    }
    for (const state of nodeStates) {
      const fitting = nodeActions.filter((action) => statesFor[action].includes(state));
      assert.deepEqual([...offeredOn(state)].sort(), fitting.sort(), state);
    }
  });
});
