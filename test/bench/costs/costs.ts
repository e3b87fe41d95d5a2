import { median } from '../median';
import { type CallCounts, type CallKind, callKinds } from './dockerCalls';
import type { Usage } from './readUsage';

/** What an action cost, between two readings. `_s` are seconds of processor time. */
export interface Costs extends Readonly<Record<CallKind, number | null>> {
  readonly total_s: number | null;
  readonly servers_s: number | null;
  readonly docker_s: number | null;
  readonly engine_s: number | null;
  /** Of everything else: the kernel's own threads, and whatever else runs on the machine. */
  readonly rest_s: number | null;
  readonly started: number | null;
  /** To Docker, of all kinds. */
  readonly calls: number | null;
  readonly archive_per_node: number | null;
  readonly exec_per_node: number | null;
}

/** In the order in which a program gets them. */
const costKeys: readonly (keyof Costs)[] = [
  ...(['total_s', 'servers_s', 'docker_s', 'engine_s', 'rest_s', 'started', 'calls'] as const),
  ...callKinds,
  ...(['archive_per_node', 'exec_per_node'] as const),
];

export interface Reading {
  readonly usage: Usage;
  readonly calls: CallCounts;
}

function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before;
}

/**
 * What was used between two readings.
 *
 * @param nodes how many were started meanwhile.
 */
export function costsBetween(before: Reading, after: Reading, nodes: number): Costs {
  const used = (key: keyof Usage): number | null => difference(before.usage[key], after.usage[key]);
  const [total, servers, docker, engine] = [used('total'), used('servers'), used('docker'), used('engine') ?? 0];
  const named = servers === null || docker === null ? null : servers + docker + engine;
  const count = (kind: CallKind): number => after.calls[kind] - before.calls[kind];
  const counts = Object.fromEntries(callKinds.map((kind) => [kind, count(kind)])) as CallCounts;
  return {
    total_s: total,
    servers_s: servers,
    docker_s: docker,
    engine_s: engine,
    rest_s: difference(named, total),
    started: used('started'),
    calls: callKinds.reduce((sum, kind) => sum + counts[kind], 0),
    ...counts,
    archive_per_node: counts.archive / nodes,
    exec_per_node: counts.exec / nodes,
  };
}

/** Each figure's median, rounded to hundredths; null where a round doesn't have it. */
export function medianCosts(rounds: readonly Costs[]): Costs | null {
  if (rounds.length === 0) {
    return null;
  }
  const figures = costKeys.map((key) => {
    const values = rounds.flatMap((costs) => costs[key] ?? []);
    return [key, values.length < rounds.length ? null : Math.round(median(values) * 100) / 100] as const;
  });
  return Object.fromEntries(figures) as unknown as Costs;
}
