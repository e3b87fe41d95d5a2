import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hasGap, reachesEnd, stampOf } from '../../../src/cluster/docker/containerLogs';

const early = '2026-11-24T18:00:00.100000000Z';
const late = '2026-11-24T18:00:00.101000000Z';

describe('what was read of a container log', () => {
  const cases: readonly [string, readonly string[], number, boolean][] = [
    ['all of it', [`${late} Synced`], stampOf(`${late} Synced`), true],
    ['more than was there when its end was looked at', [`${early} joining`], stampOf(`${late} Synced`), true],
    ['what is before half a line', [`${late} Synced`], stampOf(`${early} joining`), false],
    ['nothing, behind half a line', [`${late} Synced`], Number.NaN, false],
    ['nothing, of an empty one', [], Number.NaN, true],
    ['something, though its last line is but a half', [], stampOf(early), false],
  ];
  for (const [what, newest, reachedMs, whole] of cases) {
    it(`${what}: ${whole ? 'goes' : "doesn't go"} to its end`, () => {
      assert.equal(reachesEnd(newest, reachedMs), whole);
    });
  }

  for (const [what, again, gap] of [
    ['all there is', { count: 230, firstMs: 1 }, false],
    ['one entry less, as one was passed over', { count: 229, firstMs: 1 }, true],
    ['as many, but later ones, as some were passed over', { count: 230, firstMs: 2 }, true],
    ['nothing, as all before the gap was left out', { count: 0, firstMs: Number.NaN }, true],
  ] as const) {
    it(`has ${gap ? 'a gap' : 'no gap'} where Docker reads once more ${what}`, () => {
      assert.equal(hasGap({ count: 230, firstMs: 1 }, again), gap);
    });
  }

  it('has no time where Docker gave none', () => {
    assert.ok(Number.isNaN(stampOf('Synced')) && Number.isNaN(stampOf(undefined)));
  });
});
