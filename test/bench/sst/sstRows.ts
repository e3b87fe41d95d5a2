import { median } from '../median';
import type { DonorData } from './donorData';

/** The ways of a state transfer that are measured. */
export const ways = ['ours', 'stock', 'rsync', 'mariabackup'] as const;
export type Way = (typeof ways)[number];

/** What the rows are of, by the words that choose them, in the order in which they are measured. */
export const rowKinds = ['sizes', 'streams', 'load', 'one-table', 'real-schemas', 'many-tables'] as const;
export type RowKind = (typeof rowKinds)[number];

/** One transfer, measured. */
export interface Transfer {
  /** From the start of the joiner's server, its data directory initialised and empty, to Synced. */
  readonly seconds: number;
  /** The longest time that a write of a steady load on the donor took meanwhile. */
  readonly stallSeconds: number;
  /** Most memory of all processes of a side at once, without the page cache. */
  readonly donorMib: number;
  readonly joinerMib: number;
}

type Measured = {
  readonly [key in `${Way}_${'s' | 'mb_per_s' | 'stall_s' | 'donor_mib' | 'joiner_mib'}`]: number | null;
};

/** One line of the result; what wasn't measured is null. */
export interface SstRow extends Measured {
  readonly name: string;
  readonly kind: RowKind;
  readonly tables: number;
  /** Of data and indexes, 10^6 bytes. */
  readonly megabytes: number;
  /** Ours by the stock script's seconds, and by rsync's. */
  readonly ratio_stock: number | null;
  readonly ratio_rsync: number | null;
  /** Seconds that a bare load by clients took, without a cluster. */
  readonly load_s: number | null;
}

/** What was measured for a row: a transfer of each round by way, or the seconds of each round's bare load. */
export interface Measurements extends DonorData {
  readonly name: string;
  readonly kind: RowKind;
  readonly transfers: Partial<Readonly<Record<Way, readonly Transfer[]>>>;
  readonly loads: readonly number[];
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function middle(values: readonly number[]): number | null {
  return values.length === 0 ? null : rounded(median(values));
}

function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : rounded(a / b);
}

/** A row from the measurements of all rounds: the median of each figure. */
export function sstRow({ name, kind, tables, megabytes, transfers, loads }: Measurements): SstRow {
  const figures: Record<string, number | null> = {};
  for (const way of ways) {
    const all = transfers[way] ?? [];
    const seconds = middle(all.map((each) => each.seconds));
    figures[`${way}_s`] = seconds;
    figures[`${way}_mb_per_s`] = ratio(megabytes === 0 ? null : megabytes, seconds);
    figures[`${way}_stall_s`] = middle(all.map((each) => each.stallSeconds));
    figures[`${way}_donor_mib`] = middle(all.map((each) => each.donorMib));
    figures[`${way}_joiner_mib`] = middle(all.map((each) => each.joinerMib));
  }
  const measured = figures as Measured;
  return {
    name,
    kind,
    tables,
    megabytes,
    ...measured,
    ratio_stock: ratio(measured.ours_s, measured.stock_s),
    ratio_rsync: ratio(measured.ours_s, measured.rsync_s),
    load_s: middle(loads),
  };
}
