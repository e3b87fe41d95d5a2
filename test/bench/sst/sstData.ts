import { type DonorData, refill, writeAside } from './donorData';
import type { SstPair } from './sstPair';

/** Of a sysbench row with its key, in InnoDB's pages. */
const bytesPerRow = 245;
const rowsPerInsert = 20_000;
const columns =
  "id INT NOT NULL AUTO_INCREMENT, k INT NOT NULL DEFAULT 0, c CHAR(120) NOT NULL DEFAULT '', pad CHAR(60) NOT NULL DEFAULT ''";

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

/** Puts so many megabytes (of 10^6 bytes) on the donor in so many tables as sysbench makes them; none for 0. */
export async function fillDonor(pair: SstPair, megabytes: number, tables: number): Promise<DonorData> {
  const rowsPerTable = Math.ceil((megabytes * 1e6) / bytesPerRow / tables);
  return refill(pair, async () => {
    const creates = Array.from(
      { length: megabytes === 0 ? 0 : tables },
      (_, index) => `CREATE TABLE ${table(index + 1)} (${columns}, PRIMARY KEY (id), KEY k_${String(index + 1)} (k))`,
    );
    await writeAside(pair, [['CREATE DATABASE bench', ...creates]]);
    await writeAside(
      pair,
      inserts(tables, rowsPerTable).map((insert) => [insert]),
    );
  });
}
