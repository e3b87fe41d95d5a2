import assert from 'node:assert/strict';
import { nodesToGo } from '../../../src/cluster/view/nodesToGo';

describe('nodesToGo', () => {
  const rows: [nodes: string[], count: number, going: string[]][] = [
    [['g1', 'g2', 'g3'], 1, ['g2', 'g3']],
    [['g1', 'g2', 'g3'], 3, []],
    [['g1', 'g2', 'g3'], 5, []],
    [['g2', 'g5', 'g7'], 2, ['g7']],
  ];
  for (const [nodes, count, going] of rows) {
    it(`are ${going.join(', ') || 'none'} of ${nodes.join(', ')}, where ${count} are to stay`, () => {
      assert.deepEqual(nodesToGo(nodes, count), going);
    });
  }
});
