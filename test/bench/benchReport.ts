import { availableParallelism, totalmem } from 'node:os';
import { formatTable } from '../../src/cli/table';

/** One line of a benchmark's result; what isn't measured on one side is null. */
export interface BenchRow {
  readonly name: string;
  readonly ours_s: number | null;
  readonly plain_s: number | null;
  /** Ours by the plain way's. */
  readonly ratio: number | null;
}

export interface BenchReport {
  readonly bench: string;
  readonly machine: { readonly cores: number; readonly memoryGiB: number };
  readonly rows: readonly BenchRow[];
}

export function thisMachine(): BenchReport['machine'] {
  return { cores: availableParallelism(), memoryGiB: Math.round(totalmem() / 2 ** 30) };
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A row from each round's seconds; a side without any is null. */
export function benchRow(name: string, ours: readonly number[], plain: readonly number[]): BenchRow {
  const ours_s = ours.length === 0 ? null : rounded(median(ours));
  const plain_s = plain.length === 0 ? null : rounded(median(plain));
  const ratio = ours_s === null || plain_s === null ? null : rounded(ours_s / plain_s);
  return { name, ours_s, plain_s, ratio };
}

/** The report as a table for people. */
export function reportTable({ bench, machine, rows }: BenchReport, rounds: number): string {
  const cell = (value: number | null): string => (value === null ? '-' : value.toFixed(2));
  const lines = rows.map(({ name, ours_s, plain_s, ratio }) => [name, cell(ours_s), cell(plain_s), cell(ratio)]);
  const heading = `${bench}: median of ${String(rounds)}, seconds, on ${String(machine.cores)} cores and ${String(machine.memoryGiB)} GiB`;
  return `${heading}\n\n${formatTable([['', 'ours', 'plain', 'ratio'], ...lines])}`;
}
