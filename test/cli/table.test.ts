import assert from 'node:assert/strict';
import { clusterTable, formatTable } from '../../src/cli/table';
import { balancerView, clusterView, nodeView, stateUuid, wsrepStatus } from '../cluster/views';

describe('formatTable', () => {
  it('makes each column as wide as its widest cell, with nothing at the end of a line', () => {
    const rows = [
      ['A', 'LONG', 'C'],
      ['wide', 'x', ''],
      ['y', 'longest', 'z'],
    ];
    assert.equal(formatTable(rows), 'A     LONG     C\nwide  x\ny     longest  z');
  });

  it('is empty without rows', () => {
    assert.equal(formatTable([]), '');
  });
});

describe('clusterTable', () => {
  it('shows every node, with a dash for what it says nothing of', () => {
    const nodes = [
      nodeView('g1', 'Synced', wsrepStatus({ clusterSize: 1 })),
      { ...nodeView('g2', 'Non-Primary'), port: 13_307 },
      { ...nodeView('g3', 'Idle'), host: null, port: null },
    ];
    assert.deepEqual(clusterTable(clusterView(nodes, 'degraded')).split('\n'), [
      `demo: degraded, state UUID ${stateUuid}`,
      '',
      'NODE  STATE        STATUS   SIZE  COMMITTED  ADDRESS          VERSION',
      'g1    Synced       Primary  1     12         127.0.0.1:13306  11.8.6-MariaDB',
      'g2    Non-Primary  -        -     -          127.0.0.1:13307  -',
      'g3    Idle         -        -     -          -                -',
    ]);
  });

  it('says where the balancer leads, and that it ended', () => {
    const lines = clusterTable({ ...clusterView([]), balancer: balancerView }).split('\n');
    assert.equal(lines.at(-1), 'balancer: write 127.0.0.1:13309 → g1, read 127.0.0.1:13310 → g1, g3');
    const stopped = clusterTable({ ...clusterView([]), balancer: { ...balancerView, state: 'stopped' } });
    assert.equal(stopped.split('\n').at(-1), 'balancer: stopped');
  });

  it('says so where no state UUID is known', () => {
    const [first] = clusterTable({ ...clusterView([], 'stopped'), stateUuid: null }).split('\n');
    assert.equal(first, 'demo: stopped, state UUID unknown');
  });
});
