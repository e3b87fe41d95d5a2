import { GaleraError } from '../../vocabulary/errors';
import type { Position } from '../../guard/position';
import { nodePaths } from '../../node/nodePaths';
import measure from '../../node/script/measure.sh';

/** What a member has of what a full transfer takes. */
export interface TransferFacts {
  readonly node: string;
  readonly image: string;
  /** As mariadbd says it: "11.8.6-MariaDB". */
  readonly version: string;
  /** Of the databases in its data directory. */
  readonly dataBytes: number;
  /** That can still be written on its volume, beside its gcache. */
  readonly freeBytes: number;
}

/** For a node that doesn't answer: the same, run from outside. */
export const factsLine = `${measure}\nmeasure ${nodePaths.data} ${nodePaths.home}`;

/** Undefined for what isn't an answer of script/measure.sh. */
export function transferFactsOf(
  answer: ReadonlyMap<string, string>,
  gcacheBytes: number,
): Pick<TransferFacts, 'version' | 'dataBytes' | 'freeBytes'> | undefined {
  const version = answer.get('version') ?? '';
  const [data = '', free = ''] = [answer.get('data'), answer.get('free')];
  if (!/^\d+\.\d+\.\d+\S*$/.test(version) || !/^\d+$/.test(data) || !/^\d+$/.test(free)) {
    return undefined;
  }
  const toCome = answer.get('gcache') === 'yes' ? 0 : gcacheBytes;
  return { version, dataBytes: Number(data), freeBytes: Math.max(0, Number(free) - toCome) };
}

/**
 * Whether everything has to be sent to a node that stands there.
 *
 * @param cachedDownto the oldest writeset that the donor still has; null where that isn't known.
 */
export function needsEverything({ origin, seqno }: Position, cachedDownto: number | null): boolean {
  return (
    !['grastate', 'recovered', 'contradictory'].includes(origin) ||
    (cachedDownto !== null && seqno >= 0 && seqno + 1 < cachedDownto)
  );
}

function series(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

function size(bytes: number): string {
  const gigabytes = bytes / 1e9;
  return gigabytes >= 1 ? `${gigabytes.toFixed(1)} GB` : `${Math.ceil(bytes / 1e6).toString()} MB`;
}

/**
 * Why a full transfer can't end well: into an older series of the server, which can't use the donor's system tables, or
 * onto a disk that the donor's data don't fit on. What the joiner has itself gives way to them.
 *
 * @returns `badImage` or `diskFull`; undefined where it can.
 */
export function unfitFor(joiner: TransferFacts, donor: TransferFacts): GaleraError | undefined {
  if (series(joiner.version) < series(donor.version)) {
    return new GaleraError(
      'badImage',
      `${joiner.node} can't be filled: its image ${joiner.image} has MariaDB ${joiner.version}, older than ${donor.version} of ${donor.node}.`,
      { advice: `Use an image with MariaDB ${donor.version.split('.').slice(0, 2).join('.')} or later for it.` },
    );
  }
  const room = joiner.freeBytes + joiner.dataBytes;
  if (donor.dataBytes > room) {
    return new GaleraError(
      'diskFull',
      `${joiner.node} can't be filled: ${donor.node} holds ${size(donor.dataBytes)} of data, and the disk of ${joiner.node} has room for ${size(room)}.`,
      { advice: 'Free some space (docker system df shows what uses it), then try again.' },
    );
  }
  return undefined;
}
