import { type DonorData, refill, writeAside } from './donorData';
import type { SstPair } from './sstPair';

/** Of each database; the last one has what is left. */
const tablesEach = 100;
const tellEvery = 20;
/** Far off: an event that ran would change what is compared. */
const eventStarts = '2037-01-01 00:00:00';

/** A database with tables of a few rows, a view for each tenth of them, and a trigger and an event for each 20th. */
function databaseSql(name: string, tables: number): string[] {
  const statements = [`CREATE DATABASE ${name}`];
  for (let index = 1; index <= tables; index++) {
    const [number, table] = [String(index), `${name}.t${String(index)}`];
    statements.push(
      `CREATE TABLE ${table} (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(60) NOT NULL,
       owner INT NOT NULL, price DECIMAL(10, 2) NOT NULL, changed DATETIME NOT NULL, note TEXT,
       UNIQUE KEY (name), KEY (owner, changed))`,
      `INSERT INTO ${table} SELECT seq, CONCAT('name ', seq), seq MOD 3, seq * 1.25, '2026-01-01' + INTERVAL seq HOUR,
       REPEAT('note ', seq) FROM ${name}.seq_1_to_${String(2 + (index % 4))}`,
    );
    if (index % 10 === 0) {
      statements.push(`CREATE VIEW ${name}.v${number} AS SELECT owner, COUNT(*) AS n FROM ${table} GROUP BY owner`);
    }
    if (index % 20 === 0) {
      statements.push(
        `CREATE TRIGGER ${name}.r${number} BEFORE UPDATE ON ${table} FOR EACH ROW SET NEW.changed = NOW()`,
        `CREATE EVENT ${name}.e${number} ON SCHEDULE EVERY 1 DAY STARTS '${eventStarts}' DO DELETE FROM ${table}`,
      );
    }
  }
  return statements;
}

/** The SQL of so many small tables: a list of statements for each database. */
export function manyTablesSql(tables: number): string[][] {
  return Array.from({ length: Math.ceil(tables / tablesEach) }, (_, index) =>
    databaseSql(`many${String(index + 1)}`, Math.min(tablesEach, tables - index * tablesEach)),
  );
}

/** Puts so many small tables on the donor, in the place of what was there. */
export async function fillManyTables(pair: SstPair, tables: number, say: (line: string) => void): Promise<DonorData> {
  const databases = manyTablesSql(tables);
  return refill(pair, () =>
    writeAside(pair, databases, (done) => {
      if (done % tellEvery === 0) {
        say(`  ${String(done)} of ${String(databases.length)} databases are filled`);
      }
    }),
  );
}
