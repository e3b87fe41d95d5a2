import assert from 'node:assert/strict';
import { sidesText } from '../../src/extension/presentation/sideWords';
import { cluster, healthy, node, wsrepStatus } from './views';

describe('sidesText', () => {
  it('names the nodes of each side', () => {
    const side = (clusterSize: number, clusterConfId: number) => ({
      wsrep: wsrepStatus({ clusterSize, clusterConfId }),
    });
    const nodes = [node(1, 'Synced', side(1, 7)), node(2, 'Synced', side(2, 8)), node(3, 'Synced', side(2, 8))];
    assert.equal(sidesText(cluster('demo', 'split', nodes)), 'g2, g3 | g1');
  });

  it('is empty where nothing is split', () => {
    assert.equal(sidesText(healthy), '');
  });
});
