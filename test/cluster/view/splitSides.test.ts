import assert from 'node:assert/strict';
import type { NodeView } from '../../../src/cluster/vocabulary/model';
import { lesserSide, splitSides } from '../../../src/cluster/view/splitSides';
import { clusterView, nodeView, wsrepStatus } from '../views';

const serving = (clusterSize: number, clusterConfId: number, lastCommitted = 12, clusterStateUuid = 'a') =>
  wsrepStatus({ clusterSize, clusterConfId, lastCommitted, clusterStateUuid });
const sides = (...nodes: NodeView[]): string[][] =>
  splitSides(clusterView(nodes, 'split')).map((side) => side.map(({ name }) => name));

describe('splitSides', () => {
  it('have the larger component first, of which the smaller can be done without', () => {
    const nodes = [
      nodeView('g1', 'Synced', serving(1, 7)),
      nodeView('g2', 'Synced', serving(2, 8)),
      nodeView('g3', 'Donor', serving(2, 8)),
    ];
    assert.deepEqual(sides(...nodes), [['g2', 'g3'], ['g1']]);
    assert.deepEqual(lesserSide(clusterView(nodes, 'split')), [nodes[0]]);
  });

  it('have, of equal components, the one first that committed more', () => {
    const two = (first: number, second: number): string[][] =>
      sides(nodeView('g1', 'Synced', serving(1, 7, first)), nodeView('g2', 'Synced', serving(1, 8, second)));
    assert.deepEqual(two(40, 41), [['g2'], ['g1']]);
    assert.deepEqual(two(41, 40), [['g1'], ['g2']]);
  });

  it('tell histories apart, and leave out nodes that serve nothing', () => {
    const nodes = [
      nodeView('g1', 'Synced', serving(1, 3, 5, 'a')),
      nodeView('g2', 'Synced', serving(1, 3, 9, 'b')),
      nodeView('g3', 'Isolated', serving(1, 3)),
      nodeView('g4', 'Non-Primary', serving(3, 2)),
      nodeView('g5', 'Killed'),
    ];
    assert.deepEqual(sides(...nodes), [['g2'], ['g1']]);
  });

  it("are none where the nodes' words put them all into one, or nothing is split", () => {
    const nodes = ['g1', 'g2', 'g3'].map((name) => nodeView(name, 'Synced', wsrepStatus()));
    assert.deepEqual(sides(...nodes), []);
    assert.deepEqual(splitSides(clusterView(nodes)), []);
    assert.equal(lesserSide(clusterView(nodes)), undefined);
  });
});
