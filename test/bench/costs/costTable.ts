import { formatTable } from '../../../src/cli/table';
import type { BenchRow } from '../benchReport';
import type { Costs } from './costs';
import { callKinds } from './dockerCalls';

const explanation = [
  'What that cost: seconds of processor time of the whole machine, and of them what ran in containers, Docker with all',
  'that it starts, this process, and the rest, which is the kernel and whatever else runs here; processes and threads',
  'started, on the whole machine; calls to Docker, and of them by kind.',
];

const headings = ['', '', 'cpu', 'servers', 'docker', 'engine', 'rest', 'started', 'calls', ...callKinds];

/** What is left may be a little less than nothing: the machine counts in ticks, its processes exactly. */
function figure(value: number | null, digits: number): string {
  return value === null ? '-' : value.toFixed(digits).replace(/^-(?=[0.]+$)/, '');
}

/** Figures below each other: the first two columns have words. */
function aligned(rows: readonly (readonly string[])[]): string[][] {
  const widthOf = (column: number): number => Math.max(...rows.map((row) => (row[column] ?? '').length));
  return rows.map((row) => row.map((cell, column) => (column < 2 ? cell : cell.padStart(widthOf(column)))));
}

function cells(costs: Costs): string[] {
  const { total_s, servers_s, docker_s, engine_s, rest_s, started, calls } = costs;
  return [
    ...[total_s, servers_s, docker_s, engine_s, rest_s].map((seconds) => figure(seconds, 1)),
    ...[started, calls, ...callKinds.map((kind) => costs[kind])].map((count) => figure(count, 0)),
  ];
}

/** What is to go down: an archive call makes dockerd start itself anew, an exec starts two processes and more. */
function perNode(rows: readonly BenchRow[]): string {
  const told = rows.flatMap(({ name, costs: { ours } }) =>
    ours === null ? [] : [`${name} ${figure(ours.archive_per_node, 1)} and ${figure(ours.exec_per_node, 1)}`],
  );
  return `Archive calls and execs for each node that is started, ours:\n${told.join(', ')}.`;
}

/** The costs of each row and side as a table for people. */
export function costTable(rows: readonly BenchRow[]): string {
  const lines = rows.flatMap(({ name, costs }) =>
    (['ours', 'plain'] as const).flatMap((side) => {
      const own = costs[side];
      return own === null ? [] : [[name, side, ...cells(own)]];
    }),
  );
  return [...explanation, '', formatTable(aligned([headings, ...lines])), '', perNode(rows)].join('\n');
}
