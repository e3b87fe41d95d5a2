import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { runningStates } from '../../src/cluster/actions/withMember';
import { clusterHealths, type NodeState, nodeStates } from '../../src/cluster/model';
import { type ClusterAction, clusterActions, commands, type NodeAction, nodeActions } from '../../src/extension/ids';
import { actionsByHealth, actionsByState, clusterContext, nodeContext } from '../../src/extension/presentation/offeredActions';

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
};
const down: readonly NodeState[] = ['Idle', 'Killed', 'Crashed'];

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
        const actions = actionsByState[state];
        assert.deepEqual(offered(value, false), [...actions.map((action) => nodeCommands[action]), ...copy].sort());
        assert.deepEqual(offered(value, true), [nodeCommands[actions[0] ?? 'kill'], ...copy].sort());
      }
    });
  }

  for (const health of clusterHealths) {
    it(`offer on a cluster that is ${health} what fits, and always Remove`, () => {
      const actions = actionsByHealth[health];
      const copy = actions.includes('stop') ? [commands.copyConnectionString] : [];
      const wanted = [...actions.map((action) => clusterCommands[action]), commands.removeCluster, ...copy];
      assert.deepEqual(offered(clusterContext(health, true), false), wanted.sort());
    });
  }

  it("don't offer to stop a side where the sides can't be told", () => {
    assert.ok(!offered(clusterContext('split', false), false).includes(commands.stopLesserSide));
  });

  it('offer nothing on values and errors', () => {
    assert.deepEqual([...offered('value', false), ...offered('error', true)], []);
  });
});

describe('the actions by state', () => {
  const statesWith = (action: NodeAction): NodeState[] => nodeStates.filter((state) => actionsByState[state].includes(action));

  it("are those that the engine's own checks let through", () => {
    assert.deepEqual(statesWith('idle'), nodeStates.filter((state) => runningStates.includes(state)));
    assert.deepEqual(statesWith('freeze'), statesWith('idle'));
    assert.deepEqual(statesWith('kill'), nodeStates.filter((state) => !down.includes(state)));
    assert.deepEqual(statesWith('isolate'), statesWith('idle').filter((state) => state !== 'Isolated'));
    assert.deepEqual(statesWith('unfreeze'), ['Frozen']);
    assert.deepEqual(statesWith('reconnect'), ['Isolated']);
    assert.deepEqual(statesWith('rebuild'), nodeStates);
    assert.deepEqual(
      statesWith('restore'),
      nodeStates.filter((state) => !['Synced', 'Donor', 'Desynced', 'Joiner', 'Joined'].includes(state)),
    );
  });

  it('leave no action without a state, nor one for clusters without a health', () => {
    assert.deepEqual(nodeActions.filter((action) => statesWith(action).length === 0), []);
    const byHealth = Object.values(actionsByHealth).flat();
    assert.deepEqual(clusterActions.filter((action) => !byHealth.includes(action)), []);
  });
});
