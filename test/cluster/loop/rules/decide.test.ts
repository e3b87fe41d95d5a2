import assert from 'node:assert/strict';
import { decide, withdrawJoiners } from '../../../../src/cluster/loop/rules/decide';
import { down, given, joining, nowMs, serving, short, waiting, withoutQuorum } from '../worlds';

const founder = { node: 'g1', boot: 'b-g1', turn: 1, atMs: nowMs };
const waitingAll = ['g1', 'g2', 'g3'].map((node) => waiting(node));
const three = { members: ['g1', 'g2', 'g3'] };

describe('decide', () => {
  const rows = [
    [
      'lets the most advanced found',
      given([waiting('g1', 12), waiting('g2', 14), waiting('g3', 13)]),
      'act handToken g2',
    ],
    [
      'lets nobody found where one serves',
      given([...serving('g1'), waiting('g2', 14)], { hasServed: true }),
      'nothing',
    ],
    ['asks nobody else while a founder is at it', given([waiting('g1'), waiting('g2', 99)], { founder }), 'nothing'],
    [
      'makes a component Primary again that has lost its quorum',
      given(withoutQuorum('g1', 'g2', 'g3'), {}, three),
      'act reform g1',
    ],
    [
      'stops those first that run without quorum and hold less than one that is down',
      given([...withoutQuorum('g1'), waiting('g2', 99), waiting('g3', 99)], {}, three),
      'act stop g1',
    ],
    [
      'refuses where one is missing that may hold more',
      given([waiting('g1'), waiting('g2')], { boots: new Map([['g3', 3]]) }, three),
      'refuse refused: No node of "demo" may bootstrap: g3 served last and may hold newer data, but can\'t show it.',
    ],
    [
      'ends where the cluster keeps changing',
      given(waitingAll, { decisions: 8 }),
      'refuse deadline: "demo" kept changing while it was brought up.',
    ],
  ] as const;
  for (const [title, situation, expected] of rows) {
    it(title, () => assert.equal(short(decide(situation)), expected));
  }

  it('needs all members to found one, also those that were to stay as they are', () => {
    const verdict = decide(given([waiting('g1'), down('g2'), down('g3')], {}, { concerned: ['g1'] }));
    assert.equal(short(verdict), 'act');
    assert.deepEqual(verdict?.remember?.concerned, ['g1', 'g2', 'g3']);
  });

  it('hands the token for this turn of this boot', () => {
    const move = decide(given(waitingAll))?.move;
    assert.deepEqual(move?.kind === 'act' ? move.steps : move, [
      { do: 'handToken', node: 'g1', boot: 'b-g1', turn: 1 },
    ]);
  });
});

describe('withdrawJoiners', () => {
  const rows = [
    ['ends servers that look for a group which is no more', given([joining('g1'), waiting('g2')]), 'act withdraw g1'],
    ['leaves them where one serves', given([...serving('g1'), joining('g2')]), 'nothing'],
    ['leaves them while a founder is at it', given([joining('g1'), joining('g2')], { founder }), 'nothing'],
  ] as const;
  for (const [title, situation, expected] of rows) {
    it(title, () => assert.equal(short(withdrawJoiners(situation)), expected));
  }
});
