import assert from 'node:assert/strict';
import { synced } from '../../../../src/cluster/loop/rules/synced';
import { as, down, given, joining, nowMs, serving, short } from '../worlds';

const three = serving('g1', 'g2', 'g3');
const desynced = serving('g1').map((sight) => as('Desynced', sight));

describe('synced', () => {
  const rows = [
    ['is reached once all serve in one component', given(three), 'reached'],
    ['waits for one that joins', given([...serving('g1'), joining('g2')]), 'wait for g1, g2 to be Synced'],
    [
      "is reached without those it isn't about",
      given([...serving('g1'), down('g2')], {}, { concerned: ['g1'] }),
      'reached',
    ],
    ["isn't reached by two components", given([...serving('g1'), ...serving('g2')]), 'wait for g1, g2 to be Synced'],
    [
      'tells of one that has ended for good',
      given([...serving('g1'), down('g2')], { boots: new Map([['g2', 3]]) }),
      'ended g2 ended before it was Synced',
    ],
    [
      'gives a client time to let go of the only donor',
      given([...desynced, joining('g2')], { since: new Map([['desynced', nowMs - 29_000]]) }),
      'wait for g1, g2 to be Synced',
    ],
  ] as const;
  for (const [title, situation, expected] of rows) {
    it(title, () => assert.equal(short(synced(situation)), expected));
  }

  it('says so where one that a client has desynced serves, too', () => {
    assert.match(synced(given(desynced)).warn ?? '', /^g1 serves, but it is desynced/);
    assert.equal(synced(given(three)).warn, undefined);
  });

  it('and then says who holds it', () => {
    const situation = given([...desynced, joining('g2')], { since: new Map([['desynced', nowMs - 31_000]]) });
    assert.match(
      short(synced(situation)),
      /^refuse nodeFailed: Nobody can fill g2: g1 serves, but a client has desynced it/,
    );
  });
});
