import { Random } from '../chaos/random';
import { accountTables } from './bank';
import { type SchemaChange, schemaChanges } from './schemaChanges';

/**
 * When in a transfer the schema is changed: the donor's script has begun, it knows which tables there are, or it reads
 * their rows.
 */
export type Moment = 'begun' | 'planned' | 'reading';

const moments: readonly Moment[] = ['begun', 'planned', 'reading'];
/** With many of them a large table goes in ranges. */
const streamCounts = [2, 5];

/** One full transfer under load. */
export interface PlannedTransfer {
  /** From 1. */
  readonly number: number;
  readonly joiner: string;
  readonly donor: string;
  readonly streams: number;
  readonly change:
    | {
        readonly what: SchemaChange;
        readonly moment: Moment;
        /** The node that it is sent to. */
        readonly by: string;
        /** What it concerns, where that is a table with accounts; else, any that is being sent. */
        readonly table: string;
      }
    | undefined;
}

function shuffled<T>(things: readonly T[], random: Random): T[] {
  return things
    .map((thing) => ({ thing, rank: random.next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ thing }) => thing);
}

/**
 * Transfers from each of three nodes to each other in turn, every second one with a change of the schema in it, by the
 * donor and by the third node in turn; each kind of change comes before one comes again.
 *
 * @param seed makes the order of the changes, their moments and their tables, and how many streams there are
 */
export function planTransfers(count: number, seed: number, nodes: readonly string[]): PlannedTransfer[] {
  const random = new Random(seed);
  const changes = shuffled(schemaChanges, random);
  return Array.from({ length: count }, (_, index) => {
    const joiner = nodes[index % nodes.length] ?? '';
    const others = nodes.filter((node) => node !== joiner);
    const turn = Math.floor(index / nodes.length) % others.length;
    const [donor = '', third = ''] = [...others.slice(turn), ...others.slice(0, turn)];
    const changed = Math.floor(index / 2);
    const what = index % 2 === 1 ? changes[changed % changes.length] : undefined;
    const moment = random.pick(moments);
    const { name: table } = random.pick(accountTables);
    const streams = random.pick(streamCounts);
    return {
      number: index + 1,
      joiner,
      donor,
      streams,
      change:
        what === undefined
          ? undefined
          : {
              what,
              moment: what.ofSent ? 'reading' : moment,
              by: changed % 2 === 0 ? donor : third,
              table,
            },
    };
  });
}
