import type { Connection, RowDataPacket } from 'mysql2/promise';
import { quoteName } from './names';
import { type CellReader, cellReader, readCell } from './cells';

/** One thing that a server holds, said exactly. */
export interface Item {
  /** "table", "trigger", "row of mysql.proc" … */
  readonly kind: string;
  readonly database: string;
  readonly name: string;
  /** What of it: "SHOW CREATE", "rows" … */
  readonly aspect: string;
  /** Of rows: each one, in an order of their own, since a table without a key has none. */
  readonly value: string | readonly string[];
  /** The value is what the server says against showing it. */
  readonly error?: boolean;
  /** Of rows: name and type of each column. */
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
}

export type Content = ReadonlyMap<string, Item>;

export interface ContentCount {
  tables: number;
  rows: number;
  cells: number;
}

export const itemKey = ({
  kind,
  database,
  name,
  aspect,
}: Pick<Item, 'kind' | 'database' | 'name' | 'aspect'>): string => JSON.stringify([kind, database, name, aspect]);

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

/** What the server finds when it looks through a table. */
export const checkAspect = 'CHECK TABLE';

/** Whatever the server's settings are, the questions are the same. */
const session = `SET SESSION time_zone = '+00:00', sql_mode = '', sql_quote_show_create = ON, sql_select_limit = 18446744073709551615, max_statement_time = 0, wsrep_sync_wait = 0, wsrep_on = OFF,
  character_set_results = utf8mb4, max_join_size = 18446744073709551615, sql_big_selects = ON, old_mode = '', explicit_defaults_for_timestamp = ON, tx_isolation = 'REPEATABLE-READ', autocommit = ON, completion_type = 0`;

type Row = Record<string, string | null>;

async function ask(connection: Connection, sql: string): Promise<Row[]> {
  // Nothing is taken for a date or a number on the way.
  const [rows] = await connection.query<RowDataPacket[]>({ sql, typeCast: (field) => field.string('utf8') });
  return rows;
}

/** Rows as the bytes that the server sends, each as one line. */
async function askBytes(connection: Connection, sql: string): Promise<{ names: string[]; rows: string[] }> {
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

interface KnownTable {
  readonly database: string;
  readonly name: string;
  readonly type: string;
  readonly engine: string;
  readonly columns: Row[];
}

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
    return [{ database, name, type, engine: options['ENGINE'] ?? '', columns: own }];
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

async function readTable(
  connection: Connection,
  table: KnownTable,
  put: (item: Item) => void,
  count: ContentCount,
): Promise<void> {
  const { database, name, type } = table;
  const target = `${quoteName(database)}.${quoteName(name)}`;
  const about = { kind: 'table', database, name };
  const made = await answer(() => ask(connection, `SHOW CREATE TABLE ${target}`));
  put({
    ...about,
    aspect: 'SHOW CREATE',
    value: typeof made === 'string' ? made : JSON.stringify(made),
    error: typeof made === 'string',
  });
  if (type === 'VIEW') {
    return;
  }
  if (type === 'SEQUENCE') {
    const { rows } = await askBytes(connection, `SELECT * FROM ${target}`);
    put({
      ...about,
      aspect: 'sequence',
      value: rows
        .map((row) =>
          row
            .split(' ')
            .map((cell) => Buffer.from(cell, 'hex').toString())
            .join(' '),
        )
        .join('\n'),
    });
    return;
  }
  const { readers, history } = readersOf(table);
  const sql = `SELECT ${readers.map(({ sql: cell }) => cell).join(', ')} FROM ${target}${history}`;
  const rows = await answer(async () => {
    const [read] = await connection.execute<RowDataPacket[]>({ sql, rowsAsArray: true });
    // As many as there are tables would stay prepared.
    connection.unprepare(sql);
    return read;
  });
  if (typeof rows === 'string') {
    put({ ...about, aspect: 'rows', value: rows, error: true });
    return;
  }
  const lines = (rows as unknown as unknown[][])
    .map((row) => row.map((value, index) => readCell(value, readers[index])).join(' '))
    .sort();
  count.tables += 1;
  count.rows += lines.length;
  count.cells += lines.length * readers.length;
  put({
    ...about,
    aspect: 'rows',
    value: lines,
    columns: readers.map((reader) => ({ name: reader.name, type: reader.type })),
  });
  // At the end: a table in which it finds something can't be read any more.
  const checked = await answer(() => ask(connection, `CHECK TABLE ${target} EXTENDED`));
  put({
    ...about,
    aspect: checkAspect,
    value:
      typeof checked === 'string'
        ? checked
        : checked.map(({ Msg_type, Msg_text }) => `${Msg_type ?? ''} ${Msg_text ?? ''}`).join('\n'),
  });
}

/** What a server says of a broken view is what it has to say on both sides. */
async function answer<T>(question: () => Promise<T[]>): Promise<T[] | string> {
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

/** Of tables that are versioned by transaction only what they hold now can be the same: the ids are a node's own. */
function readersOf({ type, columns }: KnownTable): { readers: CellReader[]; history: string } {
  const isTime = ({ GENERATION_EXPRESSION: made }: Row): boolean => made === 'ROW START' || made === 'ROW END';
  const byTransaction =
    type === 'SYSTEM VERSIONED' && columns.some((column) => isTime(column) && column['DATA_TYPE'] === 'bigint');
  const readers = columns
    .filter((column) => !(byTransaction && isTime(column)))
    .map((column) =>
      cellReader(column['COLUMN_NAME'] ?? '', column['DATA_TYPE'] ?? '', column['GENERATION_EXPRESSION'] === 'ROW END'),
    );
  const hidden =
    type === 'SYSTEM VERSIONED' && !columns.some(isTime)
      ? [cellReader('row_start', 'timestamp', false), cellReader('row_end', 'timestamp', true)]
      : [];
  return {
    readers: [...readers, ...hidden],
    history: type === 'SYSTEM VERSIONED' && !byTransaction ? ' FOR SYSTEM_TIME ALL' : '',
  };
}
