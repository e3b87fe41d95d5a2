import assert from 'node:assert/strict';
import { countSuite } from '../../scripts/lib/countSuite.mjs';

describe('countSuite', () => {
  it('takes the counts of a run that was through', () => {
    assert.deepEqual(countSuite({ stats: { passes: 3, failures: 0 }, ending: 0 }), { passed: 3, failed: 0 });
    assert.deepEqual(countSuite({ stats: { passes: 3, failures: 2 }, ending: 2 }), { passed: 3, failed: 2 });
  });

  it('counts a run that left no counts as a failure', () => {
    const { passed, failed } = countSuite({ stats: undefined, ending: 0 });
    assert.deepEqual({ passed, failed }, { passed: 0, failed: 1 });
  });

  it('counts a run of no test as a failure', () => {
    const { passed, failed } = countSuite({ stats: { passes: 0, failures: 0 }, ending: 0 });
    assert.deepEqual({ passed, failed }, { passed: 0, failed: 1 });
  });

  it('counts a run that ended badly although its tests passed as a failure', () => {
    const { passed, failed } = countSuite({ stats: { passes: 3, failures: 0 }, ending: 'SIGKILL' });
    assert.deepEqual({ passed, failed }, { passed: 3, failed: 1 });
  });
});
