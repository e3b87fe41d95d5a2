import { GaleraError } from '../../src/cluster/vocabulary/errors';
import type { NodeDirectory } from '../chaos/nodeDirectory';
import { NodeSession } from '../chaos/nodeSession';
import type { DonorWatch } from './donorWatch';
import type { PlannedTransfer } from './planTransfers';

/** A donor on which tables are held lets nobody change them before its transfer ends. */
const statementMs = 120_000;

/** A change of the schema that was made while a transfer ran. */
export interface MidwayChange {
  /** As in "ADD COLUMN of by_text by g2, reading". */
  readonly told: string;
  /** When it was sent; in milliseconds since 1970. */
  readonly sentMs: number;
  /** Takes back what the next transfer mustn't find. */
  readonly after: readonly string[];
}

/** Runs statements by a client of one node. */
export async function runBy(directory: NodeDirectory, node: string, statements: readonly string[]): Promise<void> {
  const session = new NodeSession(directory, node, [], statementMs);
  try {
    for (const statement of statements) {
      await session.execute(statement);
    }
  } finally {
    session.drop();
  }
}

/** The statements that have to be there before a transfer for its change. */
export function beforeChange({ change, number }: PlannedTransfer): readonly string[] {
  return change?.what.statements(change.table, number).before ?? [];
}

/**
 * Changes the schema at the planned moment of a transfer; undefined where nothing is planned.
 *
 * @param running ends when the transfer does
 * @throws GaleraError `deadline`, and `aborted` where the transfer was over before that moment
 */
export async function changeMidway(
  directory: NodeDirectory,
  watch: DonorWatch,
  { change, number }: PlannedTransfer,
  running: AbortSignal,
): Promise<MidwayChange | undefined> {
  if (change === undefined) {
    return undefined;
  }
  const { what, moment, by, table } = change;
  const read = await watch.untilMoment(moment, running);
  if (what.ofSent && read === undefined) {
    throw new GaleraError('unexpected', `No table of ${watch.donor} is being read.`);
  }
  const concerned = what.ofSent ? (read ?? table) : table;
  const { during, after = [] } = what.statements(concerned, number);
  const sentMs = Date.now();
  await runBy(directory, by, during);
  const told = `${what.what}${during.join().includes(concerned) ? ` (${concerned})` : ''} by ${by} once ${moment}`;
  return { told, sentMs, after };
}
