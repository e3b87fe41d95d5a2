import type { Connection, RowDataPacket } from 'mysql2/promise';

/** Whatever the server's settings are, the questions are the same. */
export const session = `SET SESSION time_zone = '+00:00', sql_mode = '', sql_quote_show_create = ON, sql_select_limit = 18446744073709551615, max_statement_time = 0, wsrep_sync_wait = 0, wsrep_on = OFF,
  character_set_results = utf8mb4, max_join_size = 18446744073709551615, sql_big_selects = ON, old_mode = '', explicit_defaults_for_timestamp = ON, tx_isolation = 'REPEATABLE-READ', autocommit = ON, completion_type = 0`;

/** A row in the server's own words. */
export type Row = Record<string, string | null>;

/** Rows by the names of their columns. */
export async function ask(connection: Connection, sql: string): Promise<Row[]> {
  // Nothing is taken for a date or a number on the way.
  const [rows] = await connection.query<RowDataPacket[]>({ sql, typeCast: (field) => field.string('utf8') });
  return rows;
}

/** Rows as the bytes that the server sends, each as one line. */
export async function askBytes(connection: Connection, sql: string): Promise<{ names: string[]; rows: string[] }> {
  const [rows, fields] = await connection.query<RowDataPacket[][]>({
    sql,
    rowsAsArray: true,
    typeCast: (field) => field.buffer(),
  });
  return {
    names: fields.map(({ name }) => name),
    rows: (rows as unknown as (Buffer | null)[][]).map((row) =>
      row.map((cell) => (cell === null ? 'NULL' : cell.toString('hex'))).join(' '),
    ),
  };
}

/** What a server says of a broken view is what it has to say on both sides. */
export async function answer<T>(question: () => Promise<T[]>): Promise<T[] | string> {
  try {
    return await question();
  } catch (error) {
    const { errno, message } = error as { errno?: number; message: string };
    if (errno === undefined || errno < 1_000) {
      throw error;
    }
    return message;
  }
}
