import assert from 'node:assert/strict';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';
import {
  type Reading,
  pause,
  pauseBetweenLooks,
  waitUntil,
  type WaitOptions,
} from '../../../src/cluster/async/waitUntil';

const never = new AbortController().signal;

function options(changes: Partial<WaitOptions> = {}): WaitOptions {
  const details = (): Promise<string[]> => Promise.resolve(['its last line']);
  return { signal: never, what: 'g2 to be Synced', deadlineMs: 60_000, details, ...changes };
}

/** Gives one look after the other, then repeats the last. */
function looks<T>(...all: Reading<T>[]): { look: () => Promise<Reading<T>>; taken: () => number } {
  let taken = 0;
  const look = (): Promise<Reading<T>> => {
    const seen = all[Math.min(taken, all.length - 1)] ?? 'notYet';
    taken += 1;
    return Promise.resolve(seen);
  };
  return { look, taken: () => taken };
}

describe('waitUntil', () => {
  it('gives the value once the condition holds, and looks no further', async () => {
    const { look, taken } = looks<string>('notYet', { done: 'Synced' });
    assert.equal(await waitUntil(options(), look), 'Synced');
    assert.equal(taken(), 2);
  });

  it('takes a value that is undefined for one', async () => {
    assert.equal(await waitUntil(options(), looks({ done: undefined }).look), undefined);
  });

  it('says at the deadline what it waited for, with the log lines that show why', async () => {
    await assert.rejects(waitUntil(options({ deadlineMs: 50 }), looks('notYet').look), {
      name: 'GaleraError',
      code: 'deadline',
      message: 'Waited 0.05 s in vain for g2 to be Synced.',
      details: ['its last line'],
    });
  });

  it('puts the deadline off with each progress', async () => {
    // Two looks are further apart than this deadline: without progress the second would be the last.
    const { look } = looks<string>('progress', 'progress', 'progress', { done: 'Synced' });
    assert.equal(await waitUntil(options({ deadlineMs: 90 }), look), 'Synced');
  });

  describe('while the clock of the machine is set', () => {
    const real = Date.now;
    afterEach(() => {
      Date.now = real;
    });

    for (const [direction, hours] of [
      ['ahead', 1],
      ['back', -1],
    ] as const) {
      it(`takes no jump ${direction} for time that passed`, async () => {
        let taken = 0;
        const look = (): Promise<Reading<number>> => {
          taken += 1;
          Date.now = () => real() + taken * hours * 3_600_000;
          return Promise.resolve(taken === 3 ? { done: taken } : 'notYet');
        };
        assert.equal(await waitUntil(options(), look), 3);
      });
    }

    it('ends at its deadline though the clock is set back with every look', async () => {
      let taken = 0;
      const look = (): Promise<Reading<never>> => {
        taken += 1;
        Date.now = () => real() - taken * 3_600_000;
        return Promise.resolve('notYet');
      };
      await assert.rejects(waitUntil(options({ deadlineMs: 50 }), look), { code: 'deadline' });
    });
  });

  it('fails with what a look throws', async () => {
    const broken = new GaleraError('nodeFailed', 'Broken.');
    await assert.rejects(
      waitUntil(options(), () => Promise.reject(broken)),
      broken,
    );
  });

  it('is aborted between two looks', async () => {
    const abort = new AbortController();
    let taken = 0;
    const look = (): Promise<'notYet'> => {
      taken += 1;
      setImmediate(() => abort.abort());
      return Promise.resolve('notYet');
    };
    await assert.rejects(waitUntil(options({ signal: abort.signal }), look), { code: 'aborted' });
    assert.equal(taken, 1);
  });

  it("doesn't look at all once it is aborted", async () => {
    const { look, taken } = looks({ done: true });
    await assert.rejects(waitUntil(options({ signal: AbortSignal.abort() }), look), { code: 'aborted' });
    assert.equal(taken(), 0);
  });
});

describe('pauseBetweenLooks', () => {
  for (const [waited, look, expected] of [
    [0, 10, 100],
    [5_000, 10, 100],
    [15_000, 10, 300],
    [50_000, 10, 1_000],
    [600_000, 10, 1_000],
    [0, 400, 800],
    [15_000, 400, 800],
    [0, 5_000, 1_000],
  ] as const) {
    it(`is ${String(expected)} ms after ${String(waited / 1000)} s and a look of ${String(look)} ms`, () => {
      assert.equal(pauseBetweenLooks(100, waited, look), expected);
    });
  }
});

describe('pause', () => {
  it('ends early where it is aborted', async () => {
    const abort = new AbortController();
    const pausing = pause(3_600_000, abort.signal);
    abort.abort();
    await assert.rejects(pausing, { code: 'aborted' });
  });
});
