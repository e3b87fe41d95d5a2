import type { RowDataPacket } from 'mysql2/promise';
import type { NodeSession } from './nodeSession';

/** What a node's database holds, by name, all that the ledger or another node can be held against. */
export interface SchemaState {
  readonly node: string;
  /** SHOW CREATE of each table and sequence. */
  readonly objects: ReadonlyMap<string, string>;
  /** Table and statement of each trigger, and what it runs under. */
  readonly triggers: ReadonlyMap<string, string>;
  /** Number of rows and a sum over every value's bytes; of sequences without cache what they hold. */
  readonly sums: ReadonlyMap<string, string>;
  /** The rows that clients wrote through tables, by table and id, to what is in them. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** The next value of each sequence without cache. */
  readonly next: ReadonlyMap<string, number>;
}

type Row = RowDataPacket & Record<string, string | number | null>;

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/**
 * How many rows a table has, and a sum over the bytes of all their values; by hand, as CHECKSUM TABLE differs between
 * versions of the server.
 */
export async function tableSum(session: NodeSession, table: string): Promise<string> {
  const columns = await session.rows<Row>(
    `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'chaos' AND BINARY TABLE_NAME = ? ORDER BY ORDINAL_POSITION`,
    [table],
  );
  const values = columns.map(({ name }) => `IFNULL(HEX(CAST(${quoted(String(name))} AS BINARY)), '~')`).join(', ');
  const [sum] = await session.rows<Row>(
    `SELECT COUNT(*) AS rows_there, CAST(SUM(CAST(CONV(LEFT(MD5(CONCAT_WS(',', ${values})), 12), 16, 10) AS UNSIGNED)) AS CHAR) AS bytes
     FROM chaos.${quoted(table)}`,
  );
  return `${String(sum?.['rows_there'])} rows, sum ${String(sum?.['bytes'])}`;
}

/** Reads what a node's database holds; the session has to see all that was committed anywhere before. */
export async function readSchemaState(session: NodeSession): Promise<SchemaState> {
  const objects = new Map<string, string>();
  const sums = new Map<string, string>();
  const rows = new Map<string, ReadonlyMap<number, string>>();
  const next = new Map<string, number>();
  const listed = await session.rows<Row>(
    "SELECT TABLE_NAME AS name, TABLE_TYPE AS type FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'chaos'",
  );
  for (const { name: found, type } of listed) {
    const name = String(found);
    const [created] = await session.rows<Row>(
      `SHOW CREATE ${type === 'SEQUENCE' ? 'SEQUENCE' : 'TABLE'} chaos.${quoted(name)}`,
    );
    const text = String(created?.['Create Table']).replace(/ AUTO_INCREMENT=\d+/, '');
    objects.set(name, text);
    if (type !== 'SEQUENCE') {
      sums.set(name, await tableSum(session, name));
      if (/`v` varchar/.test(text)) {
        const written = await session.rows<Row>(`SELECT id, v FROM chaos.${quoted(name)} WHERE id >= 0`);
        rows.set(name, new Map(written.map(({ id, v }) => [Number(id), String(v)])));
      }
    } else if (text.includes(' nocache')) {
      const [values] = await session.rows<Row>(`SELECT * FROM chaos.${quoted(name)}`);
      sums.set(name, JSON.stringify(values));
      next.set(name, Number(values?.['next_not_cached_value']));
    }
  }
  const triggers = await session.rows<Row>(
    `SELECT TRIGGER_NAME AS name, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT, SQL_MODE, DEFINER, CHARACTER_SET_CLIENT,
       COLLATION_CONNECTION FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = 'chaos'`,
  );
  return {
    node: session.node,
    objects,
    sums,
    rows,
    next,
    triggers: new Map(triggers.map(({ name, ...rest }) => [String(name), JSON.stringify(rest)])),
  };
}
