import assert from 'node:assert/strict';
import { clusterRows } from '../../src/extension/presentation/clusterRows';
import { changedRows } from '../../src/extension/presentation/row';
import { cluster, english, healthy, node, wsrepStatus } from './views';

const rows = (...clusters: (typeof healthy)[]): ReturnType<typeof clusterRows> => clusterRows(clusters, english);

describe('changedRows', () => {
  it('names nothing where nothing changed', () => {
    assert.deepEqual(changedRows(rows(healthy), rows(structuredClone(healthy))), []);
  });

  it('names only the value that changed', () => {
    const nodes = [node(1, 'Synced', { wsrep: wsrepStatus({ lastCommitted: 13 }) }), ...healthy.nodes.slice(1)];
    assert.deepEqual(changedRows(rows(healthy), rows({ ...healthy, nodes })), ['demo/g1/wsrep_last_committed']);
  });

  it('names the highest row that changed, not those inside it', () => {
    const killed = cluster('demo', 'degraded', [node(1, 'Killed'), ...healthy.nodes.slice(1)]);
    assert.deepEqual(changedRows(rows(healthy), rows(killed)), ['demo']);
  });

  it('names the node whose values came or went', () => {
    const nodes = [node(1, 'Synced', { wsrep: null }), ...healthy.nodes.slice(1)];
    assert.deepEqual(changedRows(rows(healthy), rows({ ...healthy, nodes })), ['demo/g1']);
  });

  it('asks for everything where a cluster came, went or moved', () => {
    const other = { ...healthy, name: 'other' };
    assert.equal(changedRows(rows(healthy), rows(healthy, other)), 'all');
    assert.equal(changedRows(rows(healthy), []), 'all');
    assert.equal(changedRows(rows(healthy, other), rows(other, healthy)), 'all');
  });
});
