import assert from 'node:assert/strict';
import { allDone, allDoneOrNone } from '../../src/cluster/allDone';
import { GaleraError } from '../../src/cluster/errors';

const aborted = new GaleraError('aborted', 'Cancelled.');
const broken = new GaleraError('nodeFailed', 'Broken.');

describe('allDone', () => {
  it('gives the results in order, whichever was first', async () => {
    const slow = new Promise((resolve) => setImmediate(() => resolve('slow')));
    assert.deepEqual(await allDone([slow, Promise.resolve('quick')]), ['slow', 'quick']);
    assert.deepEqual(await allDone([]), []);
  });

  it('waits for the others when one has failed', async () => {
    let ended = false;
    const slow = new Promise<void>((resolve) => {
      setImmediate(() => {
        ended = true;
        resolve();
      });
    });
    await assert.rejects(allDone([Promise.reject(broken), slow]), broken);
    assert.equal(ended, true);
  });

  it("throws the failure that isn't an abort, else the abort", async () => {
    await assert.rejects(allDone([Promise.reject(aborted), Promise.reject(broken)]), broken);
    await assert.rejects(allDone([Promise.reject(aborted), Promise.resolve()]), aborted);
  });
});

describe('allDoneOrNone', () => {
  /** Ends with an abort as soon as it is called off. */
  function untilCalledOff(signal: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(aborted);
      });
    });
  }

  it('calls the others off when one fails, and throws its failure', async () => {
    const run = (item: string, signal: AbortSignal): Promise<never> =>
      item === 'broken' ? Promise.reject(broken) : untilCalledOff(signal);
    await assert.rejects(allDoneOrNone(['waits', 'broken', 'waits too'], new AbortController().signal, run), broken);
  });

  it('calls all off when the caller does', async () => {
    const abort = new AbortController();
    const running = allDoneOrNone(['a', 'b'], abort.signal, (_item, signal) => untilCalledOff(signal));
    abort.abort();
    await assert.rejects(running, { code: 'aborted' });
  });

  it('gives the results in order', async () => {
    const doubled = await allDoneOrNone([1, 2, 3], new AbortController().signal, (item) => Promise.resolve(2 * item));
    assert.deepEqual(doubled, [2, 4, 6]);
  });
});
