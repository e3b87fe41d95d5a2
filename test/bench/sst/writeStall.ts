import { pause } from '../../../src/cluster/async/waitUntil';
import { secondsOf } from '../stopwatch';
import type { SstPair } from './sstPair';

const writeEveryMs = 20;

export async function prepareWrites(pair: SstPair): Promise<void> {
  await pair.query(
    'donor',
    'CREATE DATABASE beats',
    'CREATE TABLE beats.beat (id INT PRIMARY KEY, n BIGINT NOT NULL)',
    'INSERT INTO beats.beat VALUES (1, 0)',
  );
}

/** Writes a row on the donor again and again until told to stop; then the seconds that the slowest write took. */
export async function watchWrites(pair: SstPair): Promise<{ stop(): Promise<number> }> {
  const connection = await pair.connect('donor');
  const enough = new AbortController();
  let slowest = 0;
  const writing = (async () => {
    try {
      while (!enough.signal.aborted) {
        slowest = Math.max(slowest, await secondsOf(() => connection.query('UPDATE beats.beat SET n = n + 1')));
        await pause(writeEveryMs, enough.signal).catch(() => undefined);
      }
      return slowest;
    } finally {
      await connection.end();
    }
  })();
  // It fails again where it is waited for.
  writing.catch(() => undefined);
  return {
    stop() {
      enough.abort();
      return writing;
    },
  };
}
