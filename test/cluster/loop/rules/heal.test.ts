import assert from 'node:assert/strict';
import { heal, withdrawHealed } from '../../../../src/cluster/loop/rules/heal';
import { down, frozen, given, isolated, joining, serving, short, waiting } from '../worlds';

const [alone] = serving('g3');
const isAlone = alone === undefined ? [] : [isolated(alone)];

describe('heal', () => {
  const rows = [
    ['lets frozen nodes go on', given([...serving('g1'), frozen('g2')]), 'act unfreeze g2'],
    ['brings isolated ones back', given([...serving('g1'), isolated(waiting('g2'))]), 'act reconnect g2'],
    [
      'reconnects one that is both before it goes on, as it would find itself alone otherwise',
      given([...serving('g1'), frozen('g2', { onReplicationNetwork: false })]),
      'act reconnect g2',
    ],
    [
      "leaves those alone that it isn't about",
      given([...serving('g1'), frozen('g2')], {}, { concerned: ['g1'] }),
      'nothing',
    ],
    [
      'brings one that serves alone to no other that serves: two histories would meet',
      given([...serving('g1', 'g2'), ...isAlone]),
      'refuse refused: No node of "demo" may bootstrap: g1, g2 and g3 serve apart from each other at the same time.',
    ],
    ['brings one back that serves alone where nobody else does', given([...isAlone, down('g1')]), 'act reconnect g3'],
    [
      'heals nothing twice: somebody else is at work',
      given([frozen('g1')], { done: new Set(['heal g1']) }),
      'refuse nodeFailed: g1 was frozen by someone else before it was Synced.',
    ],
    ['has nothing to do where all are well', given(serving('g1', 'g2')), 'nothing'],
  ] as const;
  for (const [title, situation, expected] of rows) {
    it(title, () => assert.equal(short(heal(situation)), expected));
  }
});

describe('withdrawHealed', () => {
  const healed = { healed: new Set(['g1']) };
  it('ends a server that was joining when it was frozen: nobody sends it the rest', () => {
    assert.equal(short(withdrawHealed(given([joining('g1')], healed))), 'act withdraw g1');
  });
  it('leaves one alone that was in service, and looks once', () => {
    const verdict = withdrawHealed(given(serving('g1'), healed));
    assert.equal(short(verdict), 'act');
    assert.deepEqual([...(verdict?.remember?.healed ?? ['?'])], []);
  });
});
