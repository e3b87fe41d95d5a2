import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { benchRow, median, reportTable } from './benchReport';

describe('a benchmark report', () => {
  it('takes the median', () => {
    assert.equal(median([9]), 9);
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
  });

  it('has seconds and their ratio in a row, rounded to hundredths', () => {
    assert.deepEqual(benchRow('resume', [2.004, 9, 1], [4.001]), { name: 'resume', ours_s: 2, plain_s: 4, ratio: 0.5 });
  });

  it('has no ratio where one side is not measured', () => {
    assert.deepEqual(benchRow('floor', [], [1.234]), { name: 'floor', ours_s: null, plain_s: 1.23, ratio: null });
  });

  it('shows a table that names the machine', () => {
    const rows = [benchRow('resume', [2], [4]), benchRow('floor', [], [1])];
    const lines = reportTable({ bench: 'start', machine: { cores: 4, memoryGiB: 24 }, rows }, 3).split('\n');
    assert.equal(lines[0], 'start: median of 3, seconds, on 4 cores and 24 GiB');
    assert.deepEqual(lines.slice(3), ['resume  2.00  4.00   0.50', 'floor   -     1.00   -']);
  });
});
