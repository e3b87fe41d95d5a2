import type { Written } from '../../support/reconnectingWriter';

/** What a client saw while something happened to the node that it wrote to. */
export interface ClientSaw {
  readonly acknowledged: number;
  readonly failed: number;
  /** Acknowledged, and on some node not there in the end. */
  readonly lost: number;
  readonly longest_gap_s: number;
}

/** One line of the benchmark: through the balancer, and beside it to the node itself. */
export interface FailoverRow extends ClientSaw {
  readonly name: string;
  readonly fixed: ClientSaw;
}

/** @param held the transactions that each node has in the end. */
export function clientSaw(
  { acknowledged, failed, longestGapMs }: Written,
  held: readonly ReadonlySet<number>[],
): ClientSaw {
  const lost = [...acknowledged].filter((id) => !held.every((ids) => ids.has(id))).length;
  return { acknowledged: acknowledged.size, failed, lost, longest_gap_s: Math.round(longestGapMs / 10) / 100 };
}

/** Several rounds of a row as one: all that was written, and the longest gap of all. */
export function together(rounds: readonly FailoverRow[]): FailoverRow {
  const sum = (sides: readonly ClientSaw[]): ClientSaw => ({
    acknowledged: sides.reduce((total, { acknowledged }) => total + acknowledged, 0),
    failed: sides.reduce((total, { failed }) => total + failed, 0),
    lost: sides.reduce((total, { lost }) => total + lost, 0),
    longest_gap_s: Math.max(...sides.map((side) => side.longest_gap_s)),
  });
  return { name: rounds[0]?.name ?? '', ...sum(rounds), fixed: sum(rounds.map(({ fixed }) => fixed)) };
}
