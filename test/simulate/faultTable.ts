import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type OldFault, oldFaults } from '../cluster/loop/simulation/oldFaults';
import { buildSeries } from './buildSeries';
import { runSeries, type SeriesEnd, sideBySide } from './runSeries';
import type { Among } from './series';

const seeds = [1, 2, 3, 4, 5];
const both: readonly Among[] = ['kept', 'all'];

/** How one old fault was found: of each seed, after how many schedules, if it was. */
export interface Found {
  readonly fault: OldFault;
  readonly ends: Readonly<Record<Among, readonly SeriesEnd[]>>;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.POSITIVE_INFINITY;
}

/** Whether more than half of the seeds find it. */
export function isFound({ ends }: Found): boolean {
  const enough = Math.ceil(seeds.length / 2);
  return both.some((among) => ends[among].filter(({ after }) => after !== undefined).length >= enough);
}

function cell(ends: readonly SeriesEnd[], most: number): string {
  const after = median(ends.map((end) => end.after ?? Number.POSITIVE_INFINITY));
  const seconds = median(ends.map((end) => end.seconds));
  const found = ends.filter((end) => end.after !== undefined).length;
  const rest = found === seeds.length ? '' : `, ${String(found)} of ${String(seeds.length)} seeds`;
  const count = Number.isFinite(after) ? after.toLocaleString('en') : `not in ${most.toLocaleString('en')}`;
  return `${count} (${seconds.toFixed(seconds < 10 ? 1 : 0)} s${rest})`;
}

/** A row of the table in docs/simulation.md. */
export function tableRow({ fault, ends }: Found, most: number): string {
  return `| ${fault.name} | ${fault.lost} | ${cell(ends.kept, most)} | ${cell(ends.all, most)} |`;
}

export const tableHead = [
  '| Fault | What a user lost | Found after, no volume deleted | Found after, volumes deleted too |',
  '|---|---|---|---|',
];

/**
 * Puts one old fault back, and looks after how many schedules it is found from each of five seeds.
 *
 * @param most schedules of each seed.
 */
export async function findFault(root: string, fault: OldFault, most: number): Promise<Found> {
  const bundle = join(root, 'out', 'simulate', fault.name.replace(/\W+/g, '-'), 'series.cjs');
  await buildSeries(root, bundle, fault);
  const find = (among: Among, seed: number) => (): Promise<SeriesEnd> =>
    runSeries(bundle, { among, seed, runs: most, shrinks: false });
  const tasks = both.flatMap((among) => seeds.map((seed) => find(among, seed)));
  const ends = await sideBySide(tasks, availableParallelism());
  return { fault, ends: { kept: ends.slice(0, seeds.length), all: ends.slice(seeds.length) } };
}

export function faultsNamed(only: string | undefined): readonly OldFault[] {
  return oldFaults.filter(({ name }) => only === undefined || name.includes(only));
}
