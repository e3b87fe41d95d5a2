import assert from 'node:assert/strict';
import { countRun } from '../../scripts/lib/countRun.mjs';
import type { Run } from '../../scripts/lib/readRun.mjs';

const through: Run = { passed: 3, failed: [], ended: true, at: undefined, took: [] };

describe('countRun', () => {
  it('takes the counts of a run that was through', () => {
    assert.deepEqual(countRun({ run: through, ending: 0 }), { passed: 3, failed: 0 });
    assert.deepEqual(countRun({ run: { ...through, failed: ['a', 'b'] }, ending: 2 }), { passed: 3, failed: 2 });
  });

  it('counts a run that left no record as a failure', () => {
    assert.deepEqual(countRun({ run: undefined, ending: 0 }), {
      passed: 0,
      failed: 1,
      problem: 'ended (0) before its first test',
    });
  });

  it('counts a run of no test as a failure', () => {
    assert.deepEqual(countRun({ run: { ...through, passed: 0 }, ending: 0 }), {
      passed: 0,
      failed: 1,
      problem: 'ran no test',
    });
  });

  it('counts a run that ended midway as a failure more, and says what it was at', () => {
    const problem = 'ended (out of time) before its tests were through; it was at "a › b"';
    assert.deepEqual(
      countRun({ run: { ...through, failed: ['c'], ended: false, at: 'a › b' }, ending: 'out of time' }),
      { passed: 3, failed: 2, problem },
    );
  });

  it('counts a run that ended badly although its tests passed as a failure', () => {
    assert.deepEqual(countRun({ run: through, ending: 'SIGKILL' }), {
      passed: 3,
      failed: 1,
      problem: 'ended with SIGKILL although its tests passed',
    });
  });
});
