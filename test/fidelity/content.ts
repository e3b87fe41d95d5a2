import type { Connection } from 'mysql2/promise';
import { type Content, type ContentCount, type Item, itemKey } from './items';
import { quoteName } from './names';
import { ask, askBytes, type Row, session } from './questions';
import { type KnownTable, readTable } from './tableContent';

const ownDatabases = new Set(['information_schema', 'performance_schema', 'sys', 'mysql']);

/** Tables of the mysql database that a joiner has from its donor. */
const systemTables = [
  'global_priv',
  'db',
  'tables_priv',
  'columns_priv',
  'procs_priv',
  'roles_mapping',
  'proxies_priv',
  'proc',
  'event',
  'func',
  'plugin',
  'servers',
  'table_stats',
  'column_stats',
  'index_stats',
  'time_zone_name',
];

/**
 * All that users' databases on a server hold, and the system's tables that go along: definitions as the server words
 * them, and of each value the bytes. Floating numbers are read by the binary protocol, which sends them as they are.
 *
 * @param connections of one server, used side by side
 */
export async function readContent(
  connections: readonly Connection[],
  count: ContentCount = { tables: 0, rows: 0, cells: 0 },
): Promise<Content> {
  const content = new Map<string, Item>();
  const put = (item: Item): void => {
    content.set(itemKey(item), item);
  };
  const [connection] = connections;
  if (connection === undefined) {
    throw new Error('no connection to read by');
  }
  await Promise.all(connections.map((each) => each.query(session)));
  const isUsers = (database: string | null | undefined): database is string =>
    typeof database === 'string' && !ownDatabases.has(database);
  for (const { SCHEMA_NAME: database } of await ask(
    connection,
    'SELECT SCHEMA_NAME FROM information_schema.SCHEMATA',
  )) {
    if (isUsers(database)) {
      const [made] = await ask(connection, `SHOW CREATE DATABASE ${quoteName(database)}`);
      put({ kind: 'database', database, name: database, aspect: 'SHOW CREATE', value: JSON.stringify(made) });
    }
  }
  const tables = await readTables(connection, isUsers, put);
  await readPrograms(connection, isUsers, put);
  for (const table of systemTables) {
    const { names, rows } = await askBytes(connection, `SELECT * FROM mysql.${table}`);
    put({
      kind: 'system table',
      database: 'mysql',
      name: table,
      aspect: 'rows',
      value: rows.sort(),
      columns: names.map((name) => ({ name, type: '' })),
    });
  }
  const left = [...tables];
  await Promise.all(
    connections.map(async (each) => {
      for (let table = left.shift(); table !== undefined; table = left.shift()) {
        await readTable(each, table, put, count);
      }
    }),
  );
  return content;
}

async function readTables(
  connection: Connection,
  isUsers: (database: string | null | undefined) => database is string,
  put: (item: Item) => void,
): Promise<KnownTable[]> {
  const own = [...ownDatabases].map((name) => `'${name}'`).join(', ');
  // Two names that differ only in case or accent are one to a GROUP BY or a WHERE here, so neither decides anything.
  const found = await ask(
    connection,
    `SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, ROW_FORMAT, AUTO_INCREMENT, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT
    FROM information_schema.TABLES WHERE BINARY TABLE_SCHEMA NOT IN (${own})`,
  );
  const columns = await ask(
    connection,
    `SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, DATA_TYPE, COLUMN_TYPE, COLLATION_NAME, IS_NULLABLE, EXTRA, GENERATION_EXPRESSION
    FROM information_schema.COLUMNS WHERE BINARY TABLE_SCHEMA NOT IN (${own})`,
  );
  const byTable = new Map<string, Row[]>();
  for (const column of columns) {
    const key = JSON.stringify([column['TABLE_SCHEMA'], column['TABLE_NAME']]);
    byTable.set(key, [...(byTable.get(key) ?? []), column]);
  }
  return found.flatMap(({ TABLE_SCHEMA: database, TABLE_NAME: name, ...options }) => {
    if (!isUsers(database) || typeof name !== 'string') {
      return [];
    }
    const type = options['TABLE_TYPE'] ?? '';
    const own = (byTable.get(JSON.stringify([database, name])) ?? []).sort(
      (a, b) => Number(a['ORDINAL_POSITION']) - Number(b['ORDINAL_POSITION']),
    );
    // By SHOW CREATE TABLE, Aria names what it does anyway.
    const asked = options['CREATE_OPTIONS']?.replace(/\bpage_checksum=1 ?/, '') ?? null;
    // Whether InnoDB compresses what was asked to be hangs on the server's own innodb_file_per_table.
    const ROW_FORMAT = /row_format=COMPRESSED|key_block_size/.test(asked ?? '') ? null : options['ROW_FORMAT'];
    put({
      kind: 'table',
      database,
      name,
      aspect: 'options',
      value: JSON.stringify({ ...options, ROW_FORMAT, CREATE_OPTIONS: asked }),
    });
    put({
      kind: 'table',
      database,
      name,
      aspect: 'columns',
      value: own
        .map(({ COLUMN_NAME, COLUMN_TYPE, COLLATION_NAME, IS_NULLABLE }) =>
          JSON.stringify([COLUMN_NAME, COLUMN_TYPE, COLLATION_NAME, IS_NULLABLE]),
        )
        .join('\n'),
    });
    return [{ database, name, type, access: options['ENGINE'] ?? '', columns: own }];
  });
}

async function readPrograms(
  connection: Connection,
  isUsers: (database: string | null | undefined) => database is string,
  put: (item: Item) => void,
): Promise<void> {
  const triggers = await ask(
    connection,
    `SELECT TRIGGER_SCHEMA, TRIGGER_NAME, EVENT_OBJECT_TABLE, EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER, ACTION_STATEMENT, SQL_MODE, DEFINER,
    CHARACTER_SET_CLIENT, COLLATION_CONNECTION, DATABASE_COLLATION FROM information_schema.TRIGGERS`,
  );
  for (const { TRIGGER_SCHEMA: database, TRIGGER_NAME: name, ...rest } of triggers) {
    if (isUsers(database)) {
      put({
        kind: 'trigger',
        database,
        name: name ?? '',
        aspect: `on ${rest['EVENT_OBJECT_TABLE'] ?? ''}`,
        value: JSON.stringify(rest),
      });
    }
  }
  const views = await ask(connection, 'SELECT * FROM information_schema.VIEWS');
  for (const { TABLE_SCHEMA: database, TABLE_NAME: name, ...rest } of views) {
    if (isUsers(database)) {
      put({ kind: 'view', database, name: name ?? '', aspect: 'definition', value: JSON.stringify(rest) });
    }
  }
}
