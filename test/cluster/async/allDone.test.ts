import assert from 'node:assert/strict';
import { allDone } from '../../../src/cluster/async/allDone';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';

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
