import { pause } from '../../../src/cluster/async/waitUntil';
import { secondsOf } from '../stopwatch';
import type { SstPair } from './sstPair';

/** The watching writers' own, which stays whatever else the donor has. */
export const watchDatabase = 'beats';
const writeEveryMs = 20;
const writers = [1, 2, 3, 4];

/** Makes each writer a row of its own on the donor, so that none waits for another. */
export async function prepareWrites(pair: SstPair): Promise<void> {
  await pair.query(
    'donor',
    `CREATE DATABASE ${watchDatabase}`,
    `CREATE TABLE ${watchDatabase}.beat (id INT PRIMARY KEY, n BIGINT NOT NULL)`,
    `INSERT INTO ${watchDatabase}.beat VALUES ${writers.map((id) => `(${String(id)}, 0)`).join()}`,
  );
}

/** Writes the row of one writer again and again until told to stop; then the seconds that its slowest write took. */
async function slowestWrite(pair: SstPair, id: number, enough: AbortSignal): Promise<number> {
  const connection = await pair.connect('donor');
  let slowest = 0;
  try {
    while (!enough.aborted) {
      const write = `UPDATE ${watchDatabase}.beat SET n = n + 1 WHERE id = ${String(id)}`;
      slowest = Math.max(slowest, await secondsOf(() => connection.query(write)));
      await pause(writeEveryMs, enough).catch(() => undefined);
    }
    return slowest;
  } finally {
    await connection.end();
  }
}

/** A steady load on the donor until told to stop; then the seconds that the slowest of all its writes took. */
export function watchWrites(pair: SstPair): { stop(): Promise<number> } {
  const enough = new AbortController();
  const writing = Promise.all(writers.map((id) => slowestWrite(pair, id, enough.signal)));
  // It fails again where it is waited for.
  writing.catch(() => undefined);
  return {
    async stop() {
      enough.abort();
      return Math.max(...(await writing));
    },
  };
}
