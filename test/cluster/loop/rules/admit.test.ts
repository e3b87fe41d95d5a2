import assert from 'node:assert/strict';
import { admit } from '../../../../src/cluster/loop/rules/admit';
import { down, given, joining, nowMs, serving, short, silent, waiting } from '../worlds';

const turnOf = (node: string, atMs = nowMs): [string, { boot: string; turn: number; atMs: number }] => [
  node,
  { boot: `b-${node}`, turn: 1, atMs },
];
const founder = { node: 'g1', boot: 'b-g1', turn: 1, atMs: nowMs };

describe('admit', () => {
  const rows = [
    [
      'tells the first that waits whom to join',
      given([...serving('g1'), waiting('g2'), waiting('g3')]),
      'act admit g2 to g1',
    ],
    ['admits nobody where nobody serves', given([waiting('g1'), waiting('g2')]), 'nothing'],
    ['admits to a founder that is at it', given([silent('g1'), waiting('g2')], { founder }), 'act admit g2 to g1'],
    ["doesn't admit the founder", given([waiting('g1')], { founder }), 'nothing'],
    [
      'lets the next one wait until the one before is in the component',
      given([...serving('g1'), joining('g2'), waiting('g3')], { admitted: new Map([turnOf('g2')]) }),
      'nothing',
    ],
    [
      'and goes on once it is',
      given([...serving('g1', 'g2'), waiting('g3')], { admitted: new Map([turnOf('g2')]) }),
      'act admit g3 to g1 g2',
    ],
    [
      'or once it has ended',
      given([...serving('g1'), down('g2'), waiting('g3')], { admitted: new Map([turnOf('g2')]) }),
      'act admit g3 to g1',
    ],
    [
      'or once it has had its time; it may be joined, too',
      given([...serving('g1'), joining('g2'), waiting('g3')], { admitted: new Map([turnOf('g2', nowMs - 6_000)]) }),
      'act admit g3 to g1 g2',
    ],
    [
      'says it again to one that still waits after a while',
      given([...serving('g1'), waiting('g2')], { admitted: new Map([turnOf('g2', nowMs - 16_000)]) }),
      'act admit g2 to g1',
    ],
    [
      'lets one that has to be filled wait for the one that the same donor fills',
      given([...serving('g1'), joining('g2'), waiting('g3', -1)], {
        admitted: new Map([turnOf('g2', nowMs - 6_000)]),
        done: new Set(['fill g2']),
      }),
      'nothing',
    ],
    [
      'but not for one that another donor fills',
      given(
        [...serving('g1', 'g4'), joining('g2'), waiting('g3', -1)],
        { admitted: new Map([turnOf('g2', nowMs - 6_000)]), done: new Set(['fill g2']) },
        { donors: ['g1', 'g4'], concerned: ['g2', 'g3'] },
      ),
      'act admit g3 to g1 g4 g2',
    ],
    [
      'tells only those whom it is about',
      given([...serving('g1'), waiting('g2')], {}, { concerned: ['g1'] }),
      'nothing',
    ],
  ] as const;
  for (const [title, situation, expected] of rows) {
    it(title, () => assert.equal(short(admit(situation)), expected));
  }
});
