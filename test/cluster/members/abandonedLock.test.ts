import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AbandonedLock, type LockSighting } from '../../../src/cluster/members/abandonedLock';

const held: LockSighting = { id: 'a', status: 'running', marked: true };
const unmarked: LockSighting = { ...held, marked: false };
const unstarted: LockSighting = { ...unmarked, status: 'created' };

/** What is said of each look, at the second it is taken at. */
function judged(...looks: [second: number, sighting: LockSighting][]): boolean[] {
  const lock = new AbandonedLock();
  return looks.map(([second, sighting]) => lock.isAbandoned(sighting, second * 1000));
}

describe('A lock', () => {
  const rows: [what: string, looks: [number, LockSighting][], last: boolean][] = [
    [
      'that runs with its mark is held for ever',
      [
        [0, held],
        [1_000_000, held],
      ],
      false,
    ],
    ['that has ended is abandoned at once', [[0, { ...held, status: 'exited' }]], true],
    [
      'that is being removed is left alone',
      [
        [0, { ...held, status: 'removing' }],
        [99, { ...held, status: 'removing' }],
      ],
      false,
    ],
    [
      'that its user froze is held',
      [
        [0, { ...unmarked, status: 'paused' }],
        [99, { ...unmarked, status: 'paused' }],
      ],
      false,
    ],
    [
      'that was never started is waited for',
      [
        [0, unstarted],
        [9.9, unstarted],
      ],
      false,
    ],
    [
      'that was never started in 10 s is abandoned',
      [
        [0, unstarted],
        [10, unstarted],
      ],
      true,
    ],
    [
      'of another holder starts the count again',
      [
        [0, unstarted],
        [10, { ...unstarted, id: 'b' }],
      ],
      false,
    ],
    [
      'that was started meanwhile starts the count again',
      [
        [0, unstarted],
        [10, unmarked],
        [39, unmarked],
      ],
      false,
    ],
    [
      'from before a restart of Docker may be taken anew',
      [
        [0, unmarked],
        [29, unmarked],
      ],
      false,
    ],
    [
      'from before a restart of Docker that nobody takes anew is abandoned',
      [
        [0, unmarked],
        [30, unmarked],
      ],
      true,
    ],
    [
      'that was marked in between is held',
      [
        [0, unmarked],
        [20, held],
        [30, unmarked],
      ],
      false,
    ],
  ];
  for (const [what, looks, last] of rows) {
    it(what, () => {
      assert.equal(judged(...looks).at(-1), last);
    });
  }

  it("isn't judged by one look, however late that comes", () => {
    const sighting = fc.record({
      id: fc.constantFrom('a', 'b'),
      status: fc.constantFrom('created', 'running', 'paused', 'restarting', 'removing'),
      marked: fc.boolean(),
    });
    fc.assert(
      fc.property(sighting, fc.integer({ min: 0, max: 2 ** 40 }), (seen, second) => {
        assert.deepEqual(judged([second, seen]), [false]);
      }),
    );
  });
});
