import assert from 'node:assert/strict';
import { once } from 'node:events';
import { followSignal } from '../../../src/cluster/async/followSignal';

describe('followSignal', () => {
  it('fires with the other signal, also where that has fired before', () => {
    const other = new AbortController();
    const following = followSignal(other.signal);
    assert.equal(following.signal.aborted, false);
    other.abort();
    assert.equal(following.signal.aborted, true);
    assert.equal(followSignal(other.signal).signal.aborted, true);
  });

  it('fires when told to, and leaves the other alone', () => {
    const other = new AbortController();
    const following = followSignal(other.signal);
    following.abort();
    assert.deepEqual([following.signal.aborted, other.signal.aborted], [true, false]);
  });

  it('fires at its deadline, whatever is collected meanwhile', async () => {
    const following = followSignal(new AbortController().signal, 50);
    const garbage = Array.from({ length: 1_000 }, () => Buffer.alloc(100_000));
    await once(following.signal, 'abort');
    assert.equal(garbage.length, 1_000);
  });

  it('no longer fires once it has ended', () => {
    const other = new AbortController();
    const following = followSignal(other.signal, 1_000);
    following.end();
    other.abort();
    assert.equal(following.signal.aborted, false);
  });
});
