import assert from 'node:assert/strict';
import { emptyMemory } from '../../../src/cluster/loop/memory';
import { heldBack } from '../../../src/cluster/loop/operate';
import { clusterView } from '../views';
import { down, serving, withoutQuorum, world } from './worlds';

describe('heldBack', () => {
  const before = clusterView(serving('g1').map(({ view }) => view));
  const memory = { ...emptyMemory([]), boots: new Map([['g1', 1], ['g2', 1]]) };

  it('is a new member that may have joined, where none of the others serves without it', () => {
    assert.deepEqual(heldBack(before, memory, world(...withoutQuorum('g1'), down('g2'))), ['g2']);
    assert.deepEqual(heldBack(before, memory, world(down('g1'), ...serving('g2'))), ['g2']);
  });

  it('is nobody where one that was there serves', () => {
    assert.deepEqual(heldBack(before, memory, world(...serving('g1'), down('g2'))), []);
  });

  it('is nobody that never started: it can have joined nothing', () => {
    assert.deepEqual(heldBack(before, emptyMemory([]), world(...withoutQuorum('g1'), down('g2'))), []);
  });
});
