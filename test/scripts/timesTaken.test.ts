import assert from 'node:assert/strict';
import { timesTaken } from '../../scripts/lib/timesTaken.mjs';

describe('timesTaken', () => {
  it('names suites with their jobs, and the slowest tests first', () => {
    const job = (suite: string, name: string, ms: number, ...took: { title: string; ms: number }[]) => ({
      suite,
      job: name,
      passed: 1,
      failed: 0,
      failures: [],
      ms,
      took,
    });
    const lines = timesTaken([
      job('unit', 'unit', 1_000, { title: 'quick', ms: 10 }),
      job('integration', 'tls', 20_000, { title: 'slow', ms: 9_000 }),
      job('integration', 'faults', 40_000, { title: 'slower', ms: 19_000 }),
    ]);
    assert.deepEqual(
      lines.map((line) => line.trim()),
      [
        '',
        'Time taken; jobs ran side by side:',
        '1.0 s  unit',
        '60.0 s  integration, 2 jobs',
        '40.0 s    faults',
        '20.0 s    tls',
        'The 15 slowest tests and hooks:',
        '19.0 s  faults: slower',
        '9.0 s  tls: slow',
        '0.0 s  unit: quick',
      ],
    );
  });
});
