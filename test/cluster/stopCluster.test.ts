import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nodeStates } from '../../src/cluster/model';
import { stopOrder } from '../../src/cluster/stopCluster';
import { clusterView, nodeView } from './views';

function order(...states: (typeof nodeStates)[number][]): ReturnType<typeof stopOrder> {
  return stopOrder(clusterView(states.map((state, index) => nodeView(`g${index + 1}`, state))));
}

describe('stopOrder', () => {
  it('lets a Synced node leave last', () => {
    assert.deepEqual(order('Synced', 'Synced', 'Synced'), { first: ['g2', 'g3'], last: 'g1' });
    assert.deepEqual(order('Joiner', 'Donor', 'Synced'), { first: ['g1', 'g2'], last: 'g3' });
    assert.deepEqual(order('Idle', 'Killed', 'Synced'), { first: ['g1', 'g2'], last: 'g3' });
  });

  it('lets a donor leave last where none is Synced', () => {
    assert.deepEqual(order('Joiner', 'Donor', 'Starting'), { first: ['g1', 'g3'], last: 'g2' });
  });

  it('lets one that a client has desynced leave last where none else is in service', () => {
    assert.deepEqual(order('Desynced', 'Synced', 'Idle'), { first: ['g1', 'g3'], last: 'g2' });
    assert.deepEqual(order('Starting', 'Desynced', 'Idle'), { first: ['g1', 'g3'], last: 'g2' });
  });

  it('has no last node where none is in service', () => {
    assert.deepEqual(order('Joiner', 'Non-Primary', 'Idle'), { first: ['g1', 'g2', 'g3'], last: undefined });
    assert.deepEqual(order(), { first: [], last: undefined });
  });

  it('names every node once, and last only one in service', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...nodeStates), { maxLength: 9 }), (states) => {
        const { first, last } = order(...states);
        const all = states.map((_, index) => `g${index + 1}`);
        assert.deepEqual([...first, ...(last === undefined ? [] : [last])].sort(), all);
        assert(last === undefined || ['Synced', 'Donor', 'Desynced'].includes(states[all.indexOf(last)] ?? ''));
      }),
    );
  });
});
