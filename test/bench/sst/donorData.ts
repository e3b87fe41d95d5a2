import { quoteName } from '../../fidelity/names';
import type { SstPair } from './sstPair';
import { isUsers, usersTables } from './usersTables';
import { watchDatabase } from './writeStall';

const writers = 4;
/** Of each session that fills the donor: outside of replication, since the joiners come later. */
export const aside = ['SET SESSION wsrep_on = OFF', 'SET SESSION unique_checks = OFF'];

/** What the donor was given. */
export interface DonorData {
  readonly tables: number;
  /** Of 10^6 bytes, of data and indexes as the server counts them. */
  readonly megabytes: number;
}

/**
 * Runs SQL on the donor by a few clients.
 *
 * @param pieces statements that one client runs in order; any client may take any piece.
 * @param onPiece is called after each piece with how many are done.
 */
export async function writeAside(
  pair: SstPair,
  pieces: readonly (readonly string[])[],
  onPiece: (done: number) => void = () => undefined,
): Promise<void> {
  const left = [...pieces];
  let done = 0;
  await Promise.all(
    Array.from({ length: Math.min(writers, pieces.length) }, async () => {
      const connection = await pair.connect('donor');
      const run = async (statements: readonly string[]): Promise<void> => {
        for (const statement of statements) {
          await connection.query(statement);
        }
      };
      try {
        await run(aside);
        for (let piece = left.shift(); piece !== undefined; piece = left.shift()) {
          await run(piece);
          onPiece(++done);
        }
      } finally {
        await connection.end();
      }
    }),
  );
}

async function tablesOnDonor(pair: SstPair): Promise<Map<string, string[]>> {
  const connection = await pair.connect('donor');
  try {
    return await usersTables(connection, [watchDatabase]);
  } finally {
    await connection.end();
  }
}

/** Puts data on the donor in the place of what was there. */
export async function refill(pair: SstPair, fill: () => Promise<void>): Promise<DonorData> {
  await pair.query('donor', 'SET GLOBAL innodb_flush_log_at_trx_commit = 0');
  const old = [...(await tablesOnDonor(pair)).keys()];
  await writeAside(
    pair,
    old.map((database) => [`DROP DATABASE ${quoteName(database)}`]),
  );
  await fill();
  const filled = [...(await tablesOnDonor(pair)).values()].filter((tables) => tables.length > 0);
  await writeAside(
    pair,
    filled.map((tables) => [`ANALYZE TABLE ${tables.join()}`]),
  );
  const [size] = await pair.query(
    'donor',
    'SET GLOBAL innodb_flush_log_at_trx_commit = 1',
    `SELECT CAST(COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) AS DOUBLE) AS bytes
     FROM information_schema.TABLES WHERE ${isUsers('TABLE_SCHEMA', [watchDatabase])}`,
  );
  return { tables: filled.flat().length, megabytes: Math.round(Number(size?.['bytes']) / 1e6) };
}
