import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Side, SstPair } from './sstPair';
import { isUsers, usersTables } from './usersTables';

/** How many of each a node has in all databases of users. */
export interface Contents {
  readonly tables: number;
  readonly views: number;
  readonly triggers: number;
  readonly events: number;
  readonly rows: number;
}

async function numberOf(connection: Connection, query: string): Promise<number> {
  const [[row]] = await connection.query<(RowDataPacket & { n: unknown })[]>(query);
  return Number(row?.n);
}

/**
 * Counts what a node has, so that a transfer that left something out isn't taken for a fast one.
 *
 * @param except databases that don't count.
 */
export async function contentsOf(pair: SstPair, side: Side, except: readonly string[] = []): Promise<Contents> {
  const connection = await pair.connect(side);
  const count = (what: string, column: string): Promise<number> =>
    numberOf(connection, `SELECT COUNT(*) AS n FROM information_schema.${what} WHERE ${isUsers(column, except)}`);
  try {
    const tables = [...(await usersTables(connection, except)).values()].filter((names) => names.length > 0);
    let rows = 0;
    for (const names of tables) {
      const counts = names.map((name) => `SELECT COUNT(*) AS n FROM ${name}`).join(' UNION ALL ');
      rows += await numberOf(connection, `SELECT SUM(n) AS n FROM (${counts}) AS counts`);
    }
    return {
      tables: tables.flat().length,
      views: await count('VIEWS', 'TABLE_SCHEMA'),
      triggers: await count('TRIGGERS', 'TRIGGER_SCHEMA'),
      events: await count('EVENTS', 'EVENT_SCHEMA'),
      rows,
    };
  } finally {
    await connection.end();
  }
}

function told(contents: Contents): string {
  return Object.entries(contents)
    .map(([what, count]) => `${String(count)} ${what}`)
    .join(', ');
}

/** @throws Error where the joiner hasn't as much as was sent to it, with what either has. */
export function assertArrived(way: string, sent: Contents, received: Contents): void {
  if (told(sent) !== told(received)) {
    throw new Error(`${way}: the donor has ${told(sent)}, and the joiner ${told(received)}`);
  }
}
