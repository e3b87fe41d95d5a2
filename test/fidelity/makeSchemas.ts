import type { Connection } from 'mysql2/promise';
import type { RenderedSchema, Statement } from './renderSchema';

/** What was made of schemas, and what the server refused. */
export interface Made {
  schemas: number;
  tables: number;
  refusedTables: number;
  statements: number;
  refused: number;
  /** How many columns of each type are in tables that were made. */
  readonly kinds: Map<string, number>;
  /** Reasons of refusals, with one statement for each. */
  readonly reasons: Map<string, { count: number; sql: string }>;
}

export function nothingMade(): Made {
  return { schemas: 0, tables: 0, refusedTables: 0, statements: 0, refused: 0, kinds: new Map(), reasons: new Map() };
}

/**
 * Makes schemas, as many at a time as there are connections. They replicate nothing: the joiner is to have all of it
 * from the transfer. What the server refuses is counted.
 */
export async function makeSchemas(
  connections: readonly Connection[],
  schemas: readonly RenderedSchema[],
  made: Made,
): Promise<void> {
  const left = [...schemas];
  await Promise.all(
    connections.map(async (connection) => {
      await connection.query('SET SESSION wsrep_on = OFF');
      for (let schema = left.shift(); schema !== undefined; schema = left.shift()) {
        await makeSchema(connection, schema, made);
      }
    }),
  );
}

async function makeSchema(connection: Connection, schema: RenderedSchema, made: Made): Promise<void> {
  made.schemas += 1;
  for (const { sql, makes } of schema.statements) {
    made.statements += 1;
    made.tables += makes === 'table' ? 1 : 0;
    try {
      await connection.query(sql);
      for (const kind of schema.kinds.get(sql) ?? []) {
        made.kinds.set(kind, (made.kinds.get(kind) ?? 0) + 1);
      }
    } catch (error) {
      noteRefusal(made, { sql, makes }, error as Refusal);
    }
  }
}

type Refusal = Error & { readonly errno?: number };

/** What the driver says without a number is no refusal: the server is gone. */
function noteRefusal(made: Made, { sql, makes }: Statement, error: Refusal): void {
  const { errno, message } = error;
  if (errno === undefined || errno < 1_000) {
    throw error;
  }
  made.refused += 1;
  made.refusedTables += makes === 'table' ? 1 : 0;
  const reason = `${makes} ${errno} ${message.replace(/'[^']*'|`[^`]*`/g, '…').slice(0, 100)}`;
  const known = made.reasons.get(reason);
  made.reasons.set(reason, {
    count: (known?.count ?? 0) + 1,
    sql: known?.sql ?? `${sql.slice(0, 1_500)} -- ${message}`,
  });
}

/** Takes back what schemas left, whoever made it. */
export async function dropSchemas(
  connections: readonly Connection[],
  schemas: readonly RenderedSchema[],
  clearFolder: (name: string) => Promise<void>,
): Promise<void> {
  const left = schemas.flatMap(({ cleanup }) => cleanup);
  await Promise.all(
    connections.map(async (connection) => {
      await connection.query("SET SESSION wsrep_on = OFF, foreign_key_checks = OFF, sql_mode = ''");
      for (let sql = left.shift(); sql !== undefined; sql = left.shift()) {
        await drop(connection, sql, clearFolder);
      }
    }),
  );
}

/** A server may leave a file in a database's folder that no table is of any more, and then can't drop the database. */
async function drop(connection: Connection, sql: string, clearFolder: (name: string) => Promise<void>): Promise<void> {
  try {
    await connection.query(sql);
  } catch (error) {
    const folder = /can't rmdir '\.\/([^']+)'/.exec(error instanceof Error ? error.message : '')?.[1];
    if (folder === undefined) {
      throw error;
    }
    await clearFolder(folder);
    await connection.query(sql);
  }
}
