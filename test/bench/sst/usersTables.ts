import type { Connection, RowDataPacket } from 'mysql2/promise';
import { quoteName } from '../../fidelity/names';

const serversOwn = ['information_schema', 'mysql', 'performance_schema', 'sys'];

/** A condition on a column of information_schema that names a database: it is a user's, and none of these. */
export function isUsers(column: string, except: readonly string[]): string {
  return `${column} NOT IN (${[...serversOwn, ...except].map((name) => `'${name}'`).join()})`;
}

/** The databases of users with the full names of their tables, in quotes; a database without any is there, too. */
export async function usersTables(connection: Connection, except: readonly string[]): Promise<Map<string, string[]>> {
  const [databases] = await connection.query<(RowDataPacket & { name: string })[]>(
    `SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE ${isUsers('SCHEMA_NAME', except)}`,
  );
  const tables = new Map<string, string[]>(databases.map(({ name }) => [name, []]));
  const [found] = await connection.query<(RowDataPacket & { place: string; name: string })[]>(
    `SELECT TABLE_SCHEMA AS place, TABLE_NAME AS name FROM information_schema.TABLES
     WHERE TABLE_TYPE <> 'VIEW' AND ${isUsers('TABLE_SCHEMA', except)}`,
  );
  for (const { place, name } of found) {
    tables.get(place)?.push(`${quoteName(place)}.${quoteName(name)}`);
  }
  return tables;
}
