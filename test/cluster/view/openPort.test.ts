import assert from 'node:assert/strict';
import { nodeStates } from '../../../src/cluster/vocabulary/model';
import { nodeToConnectTo, openPort } from '../../../src/cluster/view/openPort';
import { nodeView } from '../views';

describe('openPort', () => {
  it('is the port of a node that runs, and none of one whose port is only reserved', () => {
    const closed = nodeStates.filter((state) => openPort(nodeView('g1', state)) === null);
    assert.deepEqual(closed, ['Idle', 'Killed', 'Crashed']);
    assert.equal(openPort(nodeView('g1', 'Synced')), 13_306);
    assert.equal(openPort({ ...nodeView('g1', 'Synced'), port: null }), null);
  });
});

describe('nodeToConnectTo', () => {
  it('is the first in service, else the first that takes connections', () => {
    const [killed, joining] = [nodeView('g1', 'Killed'), nodeView('g2', 'Joiner')];
    assert.equal(nodeToConnectTo([killed, joining, nodeView('g3', 'Synced')]), 'g3');
    assert.equal(nodeToConnectTo([killed, joining]), 'g2');
    assert.equal(nodeToConnectTo([killed]), undefined);
  });
});
