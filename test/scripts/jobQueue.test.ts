import assert from 'node:assert/strict';
import { JobQueue } from '../../scripts/lib/jobQueue.mjs';

const never = new AbortController().signal;
const job = (name: string, lane: 'machine' | 'window' | 'nodes') => ({
  name,
  lane,
  suite: lane,
  args: [],
  counted: true,
  leaves: false,
  deadlineMs: 1,
});

describe('JobQueue', () => {
  it('gives jobs in order, past those whose lane is full', async () => {
    const queue = new JobQueue(2, never);
    queue.put(0, [job('journey', 'window'), job('host', 'window')]);
    queue.put(1, [job('faults', 'nodes')]);
    const journey = await queue.next();
    assert.equal(journey?.name, 'journey');
    assert.equal((await queue.next())?.name, 'faults');
    const next = queue.next();
    queue.finished(journey);
    assert.equal((await next)?.name, 'host');
    assert.equal(await queue.next(), undefined);
  });

  it("doesn't wait for a suite that isn't ready while another is", async () => {
    const queue = new JobQueue(2, never);
    queue.put(1, [job('unit', 'machine')]);
    assert.equal((await queue.next())?.name, 'unit');
    const next = queue.next();
    queue.put(0, [job('faults', 'nodes')]);
    assert.equal((await next)?.name, 'faults');
  });

  it('ends for all who wait when it is interrupted', async () => {
    const interruption = new AbortController();
    const queue = new JobQueue(1, interruption.signal);
    const next = queue.next();
    interruption.abort();
    assert.equal(await next, undefined);
  });
});
