import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Random } from './random';

function first(count: number, seed: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.next());
}

describe('the seeded generator', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    assert.deepEqual(first(50, 7), first(50, 7));
    assert.notDeepEqual(first(50, 7), first(50, 8));
  });

  it('stays between least and most and reaches both', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 4 }), (seed, least, span) => {
        const random = new Random(seed);
        const drawn = new Set(Array.from({ length: 300 }, () => random.between(least, least + span)));
        assert.deepEqual(
          [...drawn].sort((a, b) => a - b),
          Array.from({ length: span + 1 }, (_, index) => least + index),
        );
      }),
    );
  });

  it('picks by weight', () => {
    const random = new Random(3);
    const picked = Array.from(
      { length: 4_000 },
      () =>
        random.pickWeighted([
          { name: 'often', weight: 3 },
          { name: 'seldom', weight: 1 },
        ]).name,
    );
    const share = picked.filter((name) => name === 'often').length / picked.length;
    assert.ok(share > 0.7 && share < 0.8, String(share));
  });

  it('has nothing to pick from nothing', () => {
    assert.throws(() => new Random(1).pick([]), RangeError);
  });
});
