import assert from 'node:assert/strict';
import type { Verdict } from '../../../../src/cluster/loop/move';
import {
  chosenFounds,
  chosenIsLost,
  foundFromChosen,
  goOnWithAll,
  takeUpChosen,
  takeUpStopped,
} from '../../../../src/cluster/loop/rules/recover';
import type { Sight } from '../../../../src/cluster/loop/world';
import { down, frozen, given, serving, short, silent, waiting, withoutQuorum } from '../worlds';

const chosen = { dataOf: 'g1' };
const hasFounded = { done: new Set([chosenFounds]) };
const stopped = { done: new Set(['stopped g2']), concerned: ['g1', 'g2'] };
const marked = { ...down('g2'), isGivenUp: true };
const lost = (verdict: Verdict | undefined): string => short(verdict).split(':')[0] ?? '';

describe('foundFromChosen', () => {
  const rows = [
    ['has nothing to do where nobody was chosen', given([waiting('g1')]), 'nothing'],
    [
      'hands the token where nobody holds more',
      given([waiting('g1', 12), waiting('g2', 12)], {}, chosen),
      'act handToken g1',
    ],
    ['stops those first that hold more', given([waiting('g1', 12), waiting('g2', 14)], {}, chosen), 'act stop g2'],
    ['then marks them', given([waiting('g1', 12), down('g2')], stopped, chosen), 'act giveUp g2'],
    [
      'stops one again that somebody has started meanwhile',
      given([waiting('g1'), waiting('g2', 14)], stopped, chosen),
      'act stop g2',
    ],
    [
      'hands the token once they are marked and down',
      given([waiting('g1', 12), marked], stopped, chosen),
      'act handToken g1',
    ],
  ] as const;
  for (const [title, situation, expected] of rows) {
    it(title, () => assert.equal(short(foundFromChosen(situation)), expected));
  }

  it('refuses while anybody runs, and says what is so', () => {
    const refused = (...others: Sight[]): string =>
      short(foundFromChosen(given([waiting('g1'), ...others], {}, chosen)));
    const while2 = "refuse refused: No node's data may be chosen while the server of g2 runs.";
    assert.equal(refused(...serving('g2')), while2);
    assert.equal(refused(...withoutQuorum('g2')), while2);
    assert.match(refused(...serving('g2'), frozen('g3')), /: g3 run but can't be asked, and may be serving\.$/);
    assert.match(refused(...serving('g2'), ...serving('g3', 'g4')), /: g2, g3 and g4 serve apart /);
  });

  it('refuses to found from one that holds nothing', () => {
    assert.match(short(foundFromChosen(given([waiting('g1', -1), waiting('g2')], {}, chosen))), /^refuse refused/);
  });

  it('founds once', () => {
    assert.equal(short(foundFromChosen(given([waiting('g1')], hasFounded, chosen))), 'nothing');
  });
});

describe('takeUpChosen', () => {
  it('has one that was given up once, and is chosen after all, boot again without that mark', () => {
    const up = { ...waiting('g1'), isGivenUp: true };
    assert.equal(short(takeUpChosen(given([up], {}, chosen))), 'act stop g1');
    assert.equal(short(takeUpChosen(given([{ ...down('g1'), isGivenUp: true }], {}, chosen))), 'act takeUp g1');
    assert.equal(short(takeUpChosen(given([waiting('g1')], {}, chosen))), 'nothing');
  });

  it("marks the others first, which may hold what has taken its place: both mustn't count if this breaks off", () => {
    const up = { ...waiting('g1'), isGivenUp: true };
    assert.equal(short(takeUpChosen(given([up, waiting('g2')], {}, chosen))), 'act stop g2');
    assert.equal(short(takeUpChosen(given([up, down('g2')], stopped, chosen))), 'act giveUp g2');
    assert.equal(short(takeUpChosen(given([up, marked], stopped, chosen))), 'act stop g1');
  });

  it('takes its mark away once it has stopped for that, before it boots', () => {
    const down1 = { ...down('g1'), isGivenUp: true };
    assert.equal(takeUpChosen(given([{ ...waiting('g1'), isGivenUp: true }], {}, chosen))?.remember?.takenUp, 'g1');
    assert.equal(short(takeUpStopped(given([down1], { takenUp: 'g1' }, chosen))), 'act takeUp g1');
    assert.equal(short(takeUpStopped(given([down1], {}, chosen))), 'nothing');
    assert.equal(short(takeUpStopped(given([down('g1')], { takenUp: 'g1' }, chosen))), 'nothing');
  });

  it('takes nothing up where it would be refused', () => {
    const up = { ...waiting('g1'), isGivenUp: true };
    assert.match(short(takeUpChosen(given([up, ...serving('g2')], {}, chosen))), /^refuse refused/);
  });
});

describe('goOnWithAll', () => {
  it('has those boot that were stopped for it, which failed at nothing', () => {
    const memory = { done: new Set([chosenFounds, 'stopped g2']), concerned: ['g1'] };
    const remember = goOnWithAll(given([...serving('g1'), marked], memory, chosen))?.remember;
    assert.deepEqual([...(remember?.toBoot ?? [])], ['g2']);
    assert.ok(remember?.done?.has('stopped g2') === false);
  });

  it('brings up the others once the chosen one serves, and not before', () => {
    const memory = { ...hasFounded, concerned: ['g1'] };
    const verdict = goOnWithAll(given([...serving('g1'), marked], memory, chosen));
    assert.deepEqual(verdict?.remember?.concerned, ['g1', 'g2']);
    assert.equal(goOnWithAll(given([silent('g1'), marked], memory, chosen)), undefined);
  });
});

describe('chosenIsLost', () => {
  const memory = { ...hasFounded, concerned: ['g1'] };
  it('lets nobody else found in its place', () => {
    assert.equal(
      lost(chosenIsLost(given([...withoutQuorum('g1'), marked], memory, chosen), false)),
      'refuse nodeFailed',
    );
  });
  it('lets itself found again where its server hung, but not for ever', () => {
    const again = given([waiting('g1'), marked], memory, chosen);
    assert.equal(short(chosenIsLost(again, false)), 'act handToken g1');
    const tooOften = given([waiting('g1'), marked], { ...memory, decisions: 8 }, chosen);
    assert.equal(lost(chosenIsLost(tooOften, false)), 'refuse nodeFailed');
  });
  it("isn't while it is at it, or serves", () => {
    assert.equal(chosenIsLost(given([silent('g1'), marked], memory, chosen), true), undefined);
    assert.equal(chosenIsLost(given([...serving('g1'), marked], memory, chosen), false), undefined);
  });
});
