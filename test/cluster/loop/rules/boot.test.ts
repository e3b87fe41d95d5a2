import assert from 'node:assert/strict';
import { boot, startAnew } from '../../../../src/cluster/loop/rules/boot';
import { down, given, serving, short, silent, withoutQuorum, nowMs } from '../worlds';

const turn = { boot: 'b-g1', turn: 1, atMs: 0 };

describe('boot', () => {
  const boots = (count: number): ReadonlyMap<string, number> => new Map([['g1', count]]);
  const rows = [
    ['starts all that are down, at once', given([down('g1'), ...serving('g2'), down('g3')]), 'act boot g1, boot g3'],
    ['starts only those it is about', given([down('g1'), down('g2')], {}, { concerned: ['g2'] }), 'act boot g2'],
    ['tries one again that ended while it said what it holds', given([down('g1')], { boots: boots(2) }), 'act boot g1'],
    ['takes one that ended three times for unreadable', given([down('g1')], { boots: boots(3) }), 'nothing'],
    [
      'tells why one ended that was to serve',
      given([down('g1')], { boots: boots(1), admitted: new Map([['g1', turn]]) }),
      'ended g1 ended before it was Synced',
    ],
    [
      'tells why a new one ended while it prepared its data',
      given([down('g1')], { boots: boots(1), made: new Set(['g1']) }),
      'ended g1 ended while it prepared its data',
    ],
    [
      'starts one anew that ran before, and that somebody had told to end',
      given([down('g1')], { foundUp: new Set(['g1']), admitted: new Map([['g1', turn]]) }),
      'act boot g1',
    ],
    [
      'starts one anew that this run has stopped',
      given([down('g1')], { boots: boots(5), toBoot: new Set(['g1']) }),
      'act boot g1',
    ],
    [
      'leaves one stopped that has to give up what it holds',
      given([down('g1')], { done: new Set(['stopped g1']) }),
      'nothing',
    ],
    [
      'takes one that was stopped for that for none that failed, though its container is new',
      given([down('g1')], { done: new Set(['stopped g1']), boots: boots(1), made: new Set(['g1']) }),
      'nothing',
    ],
    ['has nothing to do where all run', given([silent('g1')]), 'nothing'],
  ] as const;
  for (const [title, situation, expected] of rows) {
    it(title, () => assert.equal(short(boot(situation)), expected));
  }
});

describe('startAnew', () => {
  const beside = [...serving('g1', 'g2'), ...withoutQuorum('g3')];
  const stray = (sinceMs: number): string =>
    short(startAnew(given(beside, { foundUp: new Set(['g3']), since: new Map([['stray g3', sinceMs]]) })));
  it('gives a node some time to find back to the others', () => assert.equal(stray(nowMs - 20_000), 'nothing'));
  it('then starts it anew', () => assert.equal(stray(nowMs - 26_000), 'act stop g3'));
});
