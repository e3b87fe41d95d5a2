import assert from 'node:assert/strict';
import { founderIsAtIt, settle } from '../../../../src/cluster/loop/rules/settle';
import { as, down, frozen, given, joining, nowMs, serving, short, silent, waiting, withoutQuorum } from '../worlds';

const allSay = 'wait for every node to say what it holds';
const founder = { node: 'g1', boot: 'b-g1', turn: 1, atMs: nowMs };
const [primary] = serving('g1');
const without = withoutQuorum('g1')[0];

describe('settle', () => {
  const rows = [
    ['waits until every node has said what it holds', given([waiting('g1'), silent('g2')]), allSay],
    ['waits for nobody where one serves', given([...serving('g1'), silent('g2')]), 'nothing'],
    ['waits for nobody while a founder is at it', given([waiting('g1'), silent('g2')], { founder }), 'nothing'],
    ['goes on once all have said it', given([waiting('g1'), waiting('g2')]), 'nothing'],
    [
      "waits for servers without quorum that don't see each other yet",
      given([...withoutQuorum('g1'), ...withoutQuorum('g2')]),
      allSay,
    ],
    ["doesn't for those that see each other", given(withoutQuorum('g1', 'g2')), 'nothing'],
    ["doesn't for one that is frozen: it won't say more", given([frozen('g1'), waiting('g2')]), 'nothing'],
    [
      'waits a while for two components that may be one which is spoken of in two ways',
      given([...serving('g1'), ...serving('g2')]),
      allSay,
    ],
    [
      'and then no longer',
      given([...serving('g1'), ...serving('g2')], { since: new Map([['apart', nowMs - 21_000]]) }),
      'nothing',
    ],
  ] as const;
  for (const [title, situation, expected] of rows) {
    it(title, () => assert.equal(short(settle(situation)), expected));
  }
});

describe('founderIsAtIt', () => {
  const rows = [
    ['nobody was handed the token', given([waiting('g1')]), false],
    ["it hasn't taken it yet", given([waiting('g1')], { founder }), true],
    ['it serves', given(primary === undefined ? [] : [primary], { founder }), true],
    ['it starts', given([joining('g1')], { founder }), true],
    ['it has ended', given([down('g1')], { founder }), false],
    ['it waits again, in another turn', given([waiting('g1')], { founder: { ...founder, turn: 0 } }), false],
    [
      "it waits still, or again: a script that counts no turns doesn't say which",
      given([waiting('g1')], { founder: { ...founder, atMs: nowMs - 15_000 } }),
      false,
    ],
    ['it waits again, in another boot', given([waiting('g1')], { founder: { ...founder, boot: 'before' } }), false],
    ['it has lost its quorum', given(without === undefined ? [] : [as('Non-Primary', without)], { founder }), false],
  ] as const;
  for (const [what, situation, expected] of rows) {
    it(`is ${String(expected)} where ${what}`, () => assert.equal(founderIsAtIt(situation), expected));
  }
});
