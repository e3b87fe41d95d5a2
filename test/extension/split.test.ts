import assert from 'node:assert/strict';
import { lesserSide, namesOf, sidesText, splitSides } from '../../src/extension/presentation/split';
import { cluster, healthy, node, wsrepStatus } from './views';

const side = (clusterSize: number, clusterConfId: number, lastCommitted = 12, clusterStateUuid = 'a') => ({
  wsrep: wsrepStatus({ clusterSize, clusterConfId, lastCommitted, clusterStateUuid }),
});
const lesser = (...nodes: ReturnType<typeof node>[]): string => namesOf(lesserSide(cluster('demo', 'split', nodes)) ?? []);

describe('splitSides', () => {
  it('is the smaller component that can be done without', () => {
    assert.equal(lesser(node(1, 'Synced', side(1, 7)), node(2, 'Synced', side(2, 8)), node(3, 'Donor', side(2, 8))), 'g1');
  });

  it('is, of equal components, the one that committed less', () => {
    assert.equal(lesser(node(1, 'Synced', side(1, 7, 40)), node(2, 'Synced', side(1, 8, 41))), 'g1');
    assert.equal(lesser(node(1, 'Synced', side(1, 7, 41)), node(2, 'Synced', side(1, 8, 40))), 'g2');
  });

  it('tells histories apart, and leaves out nodes that serve nothing', () => {
    const nodes = [node(1, 'Synced', side(1, 3, 5, 'a')), node(2, 'Synced', side(1, 3, 9, 'b')), node(3, 'Isolated', side(1, 3))];
    assert.equal(sidesText(cluster('demo', 'split', [...nodes, node(4, 'Killed')])), 'g2 | g1');
  });

  it('names no sides where the nodes\' words put them all into one, or nothing is split', () => {
    assert.deepEqual(splitSides(cluster('demo', 'split', healthy.nodes)), []);
    assert.deepEqual(splitSides(healthy), []);
    assert.equal(lesserSide(healthy), undefined);
  });
});
