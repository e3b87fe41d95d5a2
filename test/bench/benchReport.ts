import { availableParallelism, totalmem } from 'node:os';
import { formatTable } from '../../src/cli/table';
import type { Measured } from './costs/costMeter';
import { type Costs, medianCosts } from './costs/costs';
import { median } from './median';

/** One line of a benchmark's result; what isn't measured on one side is null. */
export interface BenchRow {
  readonly name: string;
  readonly ours_s: number | null;
  readonly plain_s: number | null;
  /** Ours by the plain way's. */
  readonly ratio: number | null;
  readonly costs: { readonly ours: Costs | null; readonly plain: Costs | null };
}

export interface BenchReport {
  readonly bench: string;
  readonly machine: { readonly cores: number; readonly memoryGiB: number };
  readonly rows: readonly BenchRow[];
}

export function thisMachine(): BenchReport['machine'] {
  return { cores: availableParallelism(), memoryGiB: Math.round(totalmem() / 2 ** 30) };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function medianSeconds(rounds: readonly Measured[]): number | null {
  return rounds.length === 0 ? null : rounded(median(rounds.map(({ seconds }) => seconds)));
}

/** A row from what each round measured; a side without any is null. */
export function benchRow(name: string, ours: readonly Measured[], plain: readonly Measured[]): BenchRow {
  const [ours_s, plain_s] = [medianSeconds(ours), medianSeconds(plain)];
  const ratio = ours_s === null || plain_s === null ? null : rounded(ours_s / plain_s);
  const [ofOurs, ofPlain] = [ours, plain].map((rounds) => medianCosts(rounds.map(({ costs }) => costs)));
  return { name, ours_s, plain_s, ratio, costs: { ours: ofOurs ?? null, plain: ofPlain ?? null } };
}

/** The report as a table for people. */
export function reportTable({ bench, machine, rows }: BenchReport, rounds: number): string {
  const cell = (value: number | null): string => (value === null ? '-' : value.toFixed(2));
  const lines = rows.map(({ name, ours_s, plain_s, ratio }) => [name, cell(ours_s), cell(plain_s), cell(ratio)]);
  const { cores, memoryGiB } = machine;
  const where = `on ${String(cores)} cores and ${String(memoryGiB)} GiB`;
  const heading = `${bench}: median of ${String(rounds)}, seconds, ${where}`;
  return `${heading}\n\n${formatTable([['', 'ours', 'plain', 'ratio'], ...lines])}`;
}
