import assert from 'node:assert/strict';
import fc from 'fast-check';
import { survivorToReform } from '../../../src/cluster/guard/survivors';
import { type NodeState, nodeStates, type NodeView, type WsrepStatus } from '../../../src/cluster/vocabulary/model';
import { nodeView, otherStateUuid, wsrepStatus } from '../views';

const lone = (name: string, changes: Partial<WsrepStatus> = {}): NodeView =>
  nodeView(name, 'Non-Primary', wsrepStatus({ clusterStatus: 'non-Primary', clusterSize: 2, ...changes }));

describe('survivorToReform', () => {
  const rows: [what: string, served: string[], nodes: NodeView[], survivor: string | undefined][] = [
    ['the one that served is alone', ['g1'], [lone('g1', { clusterSize: 1 }), nodeView('g2', 'Killed')], 'g1'],
    [
      'both see each other: the one that committed more',
      ['g1', 'g2'],
      [lone('g1'), lone('g2', { lastCommitted: 13 })],
      'g2',
    ],
    [
      "they don't see each other",
      ['g1', 'g2'],
      [lone('g1', { clusterSize: 1 }), lone('g2', { clusterSize: 1 })],
      undefined,
    ],
    [
      'they still count the lost one',
      ['g1', 'g2'],
      [lone('g1', { clusterSize: 3 }), lone('g2', { clusterSize: 3 })],
      undefined,
    ],
    ['one of them is down', ['g1', 'g2'], [lone('g1', { clusterSize: 1 }), nodeView('g2', 'Idle')], undefined],
    ['one of them is silent', ['g1', 'g2'], [lone('g1'), nodeView('g2', 'Unreachable')], undefined],
    ['a newcomer runs on', ['g1'], [lone('g1', { clusterSize: 1 }), nodeView('g2', 'Starting')], undefined],
    ['somebody serves', ['g1'], [lone('g1', { clusterSize: 1 }), nodeView('g2', 'Synced', wsrepStatus())], undefined],
    [
      'they hold different histories',
      ['g1', 'g2'],
      [lone('g1'), lone('g2', { localStateUuid: otherStateUuid })],
      undefined,
    ],
  ];
  for (const [what, served, nodes, survivor] of rows) {
    it(`is ${survivor ?? 'nobody'} where ${what}`, () => {
      assert.equal(survivorToReform(served, nodes), survivor);
    });
  }

  it('never names a node while one that served is missing, or anybody else runs', () => {
    const node = fc.record({
      state: fc.constantFrom<NodeState>(...nodeStates),
      clusterSize: fc.integer({ min: 1, max: 3 }),
      served: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(node, { maxLength: 4 }), (all) => {
        const nodes = all.map(({ state, clusterSize }, index) =>
          nodeView(`g${String(index)}`, state, wsrepStatus({ clusterStatus: 'non-Primary', clusterSize })),
        );
        const served = all.flatMap((each, index) => (each.served ? [`g${String(index)}`] : []));
        if (survivorToReform(served, nodes) !== undefined) {
          assert.ok(
            all.every((each) =>
              each.served
                ? each.state === 'Non-Primary' && each.clusterSize === served.length
                : ['Idle', 'Killed', 'Crashed'].includes(each.state),
            ),
          );
        }
      }),
    );
  });
});
