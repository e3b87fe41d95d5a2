import assert from 'node:assert/strict';
import { type Footing, isLost } from '../../src/cluster/footing';
import type { NodeView } from '../../src/cluster/model';
import { nodeView, wsrepStatus } from './views';

const serves = nodeView('g1', 'Synced', wsrepStatus());
const without = (name: string): NodeView => nodeView(name, 'Non-Primary', wsrepStatus({ clusterStatus: 'non-Primary', clusterSize: 1 }));
const joining = nodeView('g2', 'Starting', wsrepStatus({ clusterStatus: 'non-Primary', localState: 0 }));
const booting = (name: string): NodeView => nodeView(name, 'Starting');
const primary: Footing = { kind: 'primary' };
const founder: Footing = { kind: 'founder', node: 'g1' };

describe('isLost', () => {
  const rows: [what: string, footing: Footing, nodes: NodeView[], lost: boolean][] = [
    ['one serves', primary, [serves, joining], false],
    ['the one that served has no quorum any more, before anybody saw it serve', primary, [without('g1'), joining], true],
    ['it was killed, and the joiner has given up for the moment', primary, [nodeView('g1', 'Killed'), booting('g2')], true],
    ['it was killed, and the joiner ended', primary, [nodeView('g1', 'Killed'), nodeView('g2', 'Crashed')], true],
    ["it doesn't answer, and may serve", primary, [nodeView('g1', 'Unreachable'), joining], false],
    ['it is cut off, and believes that it serves', primary, [{ ...serves, state: 'Isolated' }, joining], true],
    ['the founder is on its way, and a joiner answers already', founder, [booting('g1'), joining], false],
    ['the founder serves', founder, [serves, joining], false],
    ['the founder has lost its quorum again', founder, [without('g1'), nodeView('g2', 'Killed')], true],
    ['the founder is not connected yet', founder, [nodeView('g1', 'Starting', wsrepStatus({ clusterStatus: 'Disconnected' })), joining], false],
  ];
  for (const [what, footing, nodes, lost] of rows) {
    it(`is ${String(lost)} where ${what}`, () => {
      assert.equal(isLost(footing, nodes), lost);
    });
  }
});
