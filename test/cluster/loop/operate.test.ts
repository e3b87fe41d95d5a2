import assert from 'node:assert/strict';
import { emptyMemory } from '../../../src/cluster/loop/memory';
import { heldBack } from '../../../src/cluster/loop/operate';
import { clusterView } from '../views';
import { down, serving, withoutQuorum, world } from './worlds';

describe('heldBack', () => {
  const before = clusterView(serving('g1').map(({ view }) => view));
  const booted = { ...emptyMemory([]), boots: new Map([['g2', 1]]) };

  it('is nobody where those that were there serve without the new ones', () => {
    assert.deepEqual(heldBack(before, booted, world(...serving('g1'), down('g2'))), []);
  });

  it('has the new ones that were started where nobody serves without them: they may hold what came last', () => {
    assert.deepEqual(heldBack(before, booted, world(...withoutQuorum('g1'), down('g2'))), ['g2']);
  });

  it('has those too that somebody else has started meanwhile, and none that never ran', () => {
    const nodes = world(down('g1'), down('g2'), down('g3', { hasRun: false }));
    assert.deepEqual(heldBack(before, emptyMemory([]), nodes), ['g2']);
  });
});
