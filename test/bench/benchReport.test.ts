import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { benchRow, reportTable } from './benchReport';
import type { Measured } from './costs/costMeter';
import { costsBetween } from './costs/costs';
import { noCalls } from './costs/dockerCalls';
import { median } from './median';

const nothing = { usage: { total: 0, servers: 0, docker: 0, engine: 0, started: 0 }, calls: noCalls };
const costs = costsBetween(nothing, nothing, 1);
const took = (...seconds: number[]): Measured[] => seconds.map((each) => ({ seconds: each, costs }));

describe('a benchmark report', () => {
  it('takes the median', () => {
    assert.equal(median([9]), 9);
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
  });

  it('has seconds, their ratio and the costs in a row, rounded to hundredths', () => {
    const row = { name: 'resume', ours_s: 2, plain_s: 4, ratio: 0.5, costs: { ours: costs, plain: costs } };
    assert.deepEqual(benchRow('resume', took(2.004, 9, 1), took(4.001)), row);
  });

  it('has neither ratio nor costs where one side is not measured', () => {
    const row = { name: 'floor', ours_s: null, plain_s: 1.23, ratio: null, costs: { ours: null, plain: costs } };
    assert.deepEqual(benchRow('floor', [], took(1.234)), row);
  });

  it('shows a table that names the machine', () => {
    const rows = [benchRow('resume', took(2), took(4)), benchRow('floor', [], took(1))];
    const lines = reportTable({ bench: 'start', machine: { cores: 4, memoryGiB: 24 }, rows }, 3).split('\n');
    assert.equal(lines[0], 'start: median of 3, seconds, on 4 cores and 24 GiB');
    assert.deepEqual(lines.slice(3), ['resume  2.00  4.00   0.50', 'floor   -     1.00   -']);
  });
});
