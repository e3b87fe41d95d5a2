import assert from 'node:assert/strict';
import { decideBootstrap } from '../../src/cluster/guard/decide';
import type { Position } from '../../src/cluster/guard/position';
import { recoveryWay } from '../../src/cluster/view/recoveryWays';
import { type RecoveryItem, recoveryItems } from '../../src/extension/presentation/recoveryItems';
import { held, membersDown, nothing } from '../cluster/view/members';
import { english } from './views';

function items(...positions: (Position | null)[]): Record<string, RecoveryItem> {
  const members = membersDown(...positions);
  const way = recoveryWay(members, decideBootstrap(members));
  assert(way.kind === 'choose');
  return Object.fromEntries(recoveryItems(way, english).map((item) => [item.node, item]));
}

describe('recoveryItems', () => {
  it('show what each node holds, and that another history is given up', () => {
    const { g1, g2, g3 } = items(held('a', 7), held('b', 3, 'grastate'), held('a', 7));
    assert.equal(g1?.holds, 'a:7');
    assert.equal(g1.detail, 'recovered after a crash · served last with g1, g2, g3');
    assert.deepEqual(g1.losses, ['The state of g2 is given up (b:3).']);
    assert.deepEqual(g2?.losses, ['The state of g1 is given up (a:7).', 'The state of g3 is given up (a:7).']);
    assert.deepEqual(g3?.losses, g1.losses);
  });

  it('say of each what is lost with a node that is gone', () => {
    const { g1, g2 } = items(held('a', 5), held('a', 9));
    assert.deepEqual(g1?.losses, ['The state of g2 is given up (a:9).', 'Transactions that only g3 held are lost.']);
    assert.deepEqual(g2?.losses, ['Transactions that only g3 held are lost.']);
  });

  it('say that a node was killed in the middle of DDL', () => {
    const { g1 } = items(held('a', 9, 'unsettled'), held('a', 5, 'grastate'));
    assert.match(g1?.detail ?? '', /^recovered after a crash in the middle of a change to its tables · /);
  });

  it("have those first that can be chosen, and say of the others why they can't", () => {
    const found = items(nothing, held('a', -1, 'interrupted'), null, held('a', 4), held('a', 8, 'contradictory'));
    assert.deepEqual(Object.keys(found), ['g4', 'g1', 'g2', 'g3', 'g5']);
    assert.deepEqual(
      Object.values(found).map(({ choosable }) => choosable),
      [true, false, false, false, false],
    );
    assert.deepEqual(found['g4']?.losses, [
      'The state of g3 is given up (position unreadable).',
      'The state of g5 is given up (a:8).',
    ]);
    assert.equal(found['g1']?.detail, 'never served');
    assert.equal(found['g5']?.detail, 'its files contradict each other or are damaged · served last with g1, g2, g3');
  });
});
