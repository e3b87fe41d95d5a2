import { formatTable } from '../../../src/cli/table';
import type { BenchReport } from '../benchReport';
import { type SstRow, type Way, ways } from './sstRows';

export interface SstReport {
  readonly bench: string;
  readonly machine: BenchReport['machine'];
  readonly rows: readonly SstRow[];
}

/** A table under a heading, its first row the columns' names. */
export interface Table {
  readonly title: string;
  readonly cells: readonly (readonly string[])[];
}

function cell(value: number | null, digits: number): string {
  return value === null ? '-' : value.toFixed(digits);
}

/** A table with a column for each way, and only the rows that have a figure there. */
function byWay(title: string, rows: readonly SstRow[], text: (row: SstRow, way: Way) => string): Table {
  const lines = rows
    .map((row) => [row.name, ...ways.map((way) => text(row, way))])
    .filter((line) => line.slice(1).some((each) => each !== '-'));
  return { title, cells: [['', ...ways], ...lines] };
}

/** The report as tables for people. */
export function sstTableList(rows: readonly SstRow[]): Table[] {
  const seconds = rows.map((row) => [
    row.name,
    row.tables.toLocaleString('en-US'),
    cell(row.megabytes, 0),
    ...ways.map((way) => cell(row[`${way}_s`], 1)),
    cell(row.ratio_stock, 2),
    cell(row.ratio_rsync, 2),
    cell(row.load_s, 1),
  ]);
  return [
    {
      title: 'Seconds, from the start of an empty joiner to Synced',
      cells: [['', 'tables', 'MB', ...ways, 'ours/stock', 'ours/rsync', 'bare load'], ...seconds],
    },
    byWay('MB/s', rows, (row, way) => cell(row[`${way}_mb_per_s`], 1)),
    byWay('Longest write on the donor meanwhile, seconds', rows, (row, way) => cell(row[`${way}_stall_s`], 2)),
    byWay('Peak memory, donor / joiner, MiB', rows, (row, way) => {
      const donor = row[`${way}_donor_mib`];
      return donor === null ? '-' : `${cell(donor, 0)} / ${cell(row[`${way}_joiner_mib`], 0)}`;
    }),
  ];
}

/** "median of 3, on 4 cores and 24 GiB". */
export function measuredOn({ machine }: SstReport, rounds: number): string {
  const how = rounds === 1 ? 'measured once' : `median of ${String(rounds)}`;
  return `${how}, on ${String(machine.cores)} cores and ${String(machine.memoryGiB)} GiB`;
}

/** The report for a terminal. */
export function sstTables(report: SstReport, rounds: number): string {
  const tables = sstTableList(report.rows).map(({ title, cells }) => `${title}\n\n${formatTable(cells)}`);
  return [`${report.bench}: ${measuredOn(report, rounds)}`, ...tables].join('\n\n');
}
