import type { Connection, RowDataPacket } from 'mysql2/promise';
import { type CellReader, cellReader, readCell } from './cells';
import { checkAspect, type ContentCount, type Item } from './items';
import { quoteName } from './names';
import { answer, ask, askBytes, type Row } from './questions';

/** What information_schema says of a table. */
export interface KnownTable {
  readonly database: string;
  readonly name: string;
  readonly type: string;
  readonly access: string;
  readonly columns: Row[];
}

/** Puts a table's definition, its rows and what CHECK TABLE finds to the rest, and counts it. */
export async function readTable(
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
    const [first] = table.columns;
    if (typeof made !== 'string' && first !== undefined) {
      // Whether it can be written through is nowhere to be read.
      const column = quoteName(first['COLUMN_NAME'] ?? '');
      const written = await answer(() => ask(connection, `EXPLAIN UPDATE ${target} SET ${column} = ${column}`));
      put({ ...about, aspect: 'UPDATE', value: typeof written === 'string' ? written : 'goes' });
    }
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
