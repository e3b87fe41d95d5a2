import type { SstPair } from './sstPair';

/** Of a sysbench row with its key, in InnoDB's pages. */
const bytesPerRow = 245;
const rowsPerInsert = 20_000;
const writers = 4;

const digits = (groups: number): string =>
  `CONCAT_WS('-', ${Array.from({ length: groups }, () => "LPAD(FLOOR(RAND() * 1e11), 11, '0')").join(', ')})`;

const table = (index: number): string => `bench.sbtest${String(index)}`;

/** Statements that fill the tables, as sysbench does, in pieces that any writer can take. */
function inserts(tables: number, rowsPerTable: number): string[] {
  const pieces: string[] = [];
  for (let from = 1; from <= rowsPerTable; from += rowsPerInsert) {
    const to = Math.min(rowsPerTable, from + rowsPerInsert - 1);
    for (let index = 1; index <= tables; index++) {
      pieces.push(
        `INSERT INTO ${table(index)} SELECT seq, FLOOR(RAND() * ${String(rowsPerTable)}), ${digits(10)}, ${digits(5)} FROM bench.seq_${String(from)}_to_${String(to)}`,
      );
    }
  }
  return pieces;
}

/**
 * Puts so much data on the donor, in place of what was there, outside of replication: the joiners come later.
 *
 * @returns megabytes of 10^6 bytes, of data and indexes as the server counts them.
 */
export async function fillDonor(pair: SstPair, megabytes: number, tables: number): Promise<number> {
  const aside = ['SET SESSION wsrep_on = OFF', 'SET SESSION unique_checks = OFF'];
  await pair.query(
    'donor',
    ...aside,
    'SET GLOBAL innodb_flush_log_at_trx_commit = 0',
    'CREATE OR REPLACE DATABASE bench',
  );
  const rowsPerTable = Math.ceil((megabytes * 1e6) / bytesPerRow / tables);
  if (megabytes > 0) {
    for (let index = 1; index <= tables; index++) {
      const columns =
        "id INT NOT NULL AUTO_INCREMENT, k INT NOT NULL DEFAULT 0, c CHAR(120) NOT NULL DEFAULT '', pad CHAR(60) NOT NULL DEFAULT ''";
      await pair.query(
        'donor',
        ...aside,
        `CREATE TABLE ${table(index)} (${columns}, PRIMARY KEY (id), KEY k_${String(index)} (k))`,
      );
    }
    const pieces = inserts(tables, rowsPerTable);
    await Promise.all(
      Array.from({ length: writers }, async () => {
        const connection = await pair.connect('donor');
        for (const statement of aside) {
          await connection.query(statement);
        }
        for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
          await connection.query(piece);
        }
        await connection.end();
      }),
    );
    for (let index = 1; index <= tables; index++) {
      await pair.query('donor', ...aside, `ANALYZE TABLE ${table(index)}`);
    }
  }
  const [size] = await pair.query(
    'donor',
    'SET GLOBAL innodb_flush_log_at_trx_commit = 1',
    "SELECT CAST(COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) AS DOUBLE) AS bytes FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'bench'",
  );
  return Math.round(Number(size?.['bytes']) / 1e6);
}

/** Rows of all tables on a node, so that a transfer that left some out isn't taken for a fast one. */
export async function countRows(pair: SstPair, side: 'donor' | 'joiner'): Promise<number> {
  const tables = await pair.query(
    side,
    "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'bench'",
  );
  let rows = 0;
  for (const { name } of tables as { name?: string }[]) {
    const [count] = await pair.query(side, `SELECT COUNT(*) AS n FROM bench.${name ?? ''}`);
    rows += Number(count?.['n']);
  }
  return rows;
}
