import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { sstChart } from './sstChart';
import { sstTables } from './sstReport';
import { type Measurements, sstRow, type Transfer } from './sstRows';
import { withFigures } from './writeSstDocs';

const transfer = (seconds: number): Transfer => ({ seconds, stallSeconds: seconds / 2, donorMib: 200, joinerMib: 100 });
const measured = (more: Partial<Measurements>): Measurements => ({
  name: '8 tables',
  kind: 'sizes',
  tables: 8,
  megabytes: 100,
  transfers: {},
  loads: [],
  ...more,
});
const machine = { cores: 4, memoryGiB: 24 };

describe('the report of the benchmark of state transfers', () => {
  const row = sstRow(
    measured({
      transfers: { ours: [transfer(5), transfer(4), transfer(9)], stock: [transfer(20)], rsync: [transfer(4)] },
    }),
  );

  it('takes the median of every figure, and ratios of the medians', () => {
    assert.deepEqual([row.ours_s, row.stock_s, row.rsync_s, row.mariabackup_s], [5, 20, 4, null]);
    assert.deepEqual([row.ratio_stock, row.ratio_rsync], [0.25, 1.25]);
    assert.deepEqual(
      [row.ours_mb_per_s, row.ours_stall_s, row.ours_donor_mib, row.ours_joiner_mib],
      [20, 2.5, 200, 100],
    );
    assert.deepEqual([row.mariabackup_mb_per_s, row.mariabackup_stall_s, row.load_s], [null, null, null]);
  });

  it('has no rate without data, and a bare load has no transfer', () => {
    assert.equal(sstRow(measured({ megabytes: 0, transfers: { ours: [transfer(2)] } })).ours_mb_per_s, null);
    const load = sstRow(measured({ loads: [1.234] }));
    assert.deepEqual([load.load_s, load.ours_s, load.ratio_stock], [1.23, null, null]);
  });

  it('shows tables that leave out rows without a figure', () => {
    const rows = [row, sstRow(measured({ name: 'bare load', loads: [3] }))];
    const text = sstTables({ bench: 'sst', machine, rows }, 1);
    assert.match(text, /^sst: measured once, on 4 cores and 24 GiB\n/);
    assert.match(text, /^8 tables +8 +100 +5\.0 +20\.0 +4\.0 +- +0\.25 +1\.25 +-$/m);
    assert.equal(text.split('bare load ').length - 1, 1, 'only in the table of seconds');
  });

  it('draws a bar for each figure, as long as its share', () => {
    const svg = sstChart([row, sstRow(measured({ name: 'a < b', loads: [10] }))]);
    const lengths = (kind: string): string[] =>
      [...svg.matchAll(new RegExp(`class="${kind}" x="\\d+" y="\\d+" width="(\\d+)" height="14"`, 'g'))].map(
        (match) => match[1] ?? '',
      );
    assert.deepEqual(
      [lengths('stock'), lengths('ours'), lengths('load'), lengths('mariabackup')],
      [['480'], ['120'], ['240'], []],
    );
    assert.match(svg, /a &lt; b/);
    assert.match(svg, /prefers-color-scheme: dark/);
  });

  it('goes into the docs in the place of what was there, and keeps the rest', () => {
    const report = { bench: 'sst', machine, rows: [row] };
    const once = withFigures('# State transfer\n\nBefore.\n', report, 1);
    assert.match(once, /^# State transfer\n\nBefore\.\n\n<!-- Written/);
    assert.match(once, /\| 8 tables \| 8 \| 100 \| 5\.0 \|/);
    assert.equal(withFigures(`${once}\nAfter.\n`, report, 1), `${once}\nAfter.\n`);
  });

  it('has schemas with many tables in the same tables, and in a chart of their own', () => {
    const many = { name: '10,000 tables', kind: 'many-tables', tables: 10_000, megabytes: 490 } as const;
    const rows = [row, sstRow(measured({ ...many, transfers: { ours: [transfer(60)], stock: [transfer(240)] } }))];
    const docs = withFigures('', { bench: 'sst', machine, rows }, 1);
    assert.match(docs, /\| 10,000 tables \| 10,000 \| 490 \| 60\.0 \| 240\.0 \| - \| - \| 0\.25 \| - \| - \|/);
    assert.deepEqual(
      [...docs.matchAll(/\]\((.*)\)/g)].map((match) => match[1]),
      ['sst-seconds.svg', 'sst-tables-seconds.svg'],
    );
    assert.doesNotMatch(withFigures('', { bench: 'sst', machine, rows: [row] }, 1), /sst-tables/);
  });
});
