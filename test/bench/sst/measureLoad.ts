import { execute } from '../../support/inContainer';
import { secondsOf } from '../stopwatch';
import { assertArrived, contentsOf } from './contents';
import type { SstPair } from './sstPair';
import { watchDatabase } from './writeStall';

/**
 * The floor below any transfer by SQL: seconds that clients take to carry the donor's tables into a server outside
 * of any cluster that doesn't flush at commits, a table at a time on each stream.
 */
export async function measureLoad(pair: SstPair, streams: number): Promise<number> {
  await pair.makeJoiner('none');
  await pair.startAlone();
  await pair.query('joiner', 'SET GLOBAL innodb_flush_log_at_trx_commit = 0', 'CREATE DATABASE bench');
  const carry =
    'mariadb-dump -uroot -h127.0.0.1 --single-transaction --quick bench "$0" | mariadb -uroot -hjoiner bench';
  const list = `mariadb -uroot -h127.0.0.1 -Ne "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'bench'"`;
  const seconds = await secondsOf(async () => {
    const { exitCode, stderr } = await execute(
      pair.access,
      pair.nameOf('donor'),
      `set -o pipefail; ${list} | xargs -P ${String(streams)} -n 1 bash -o pipefail -c '${carry}'`,
    );
    if (exitCode !== 0) {
      throw new Error(`The bare load failed: ${stderr}`);
    }
  });
  assertArrived('bare load', await contentsOf(pair, 'donor', [watchDatabase]), await contentsOf(pair, 'joiner'));
  await pair.removeJoiner();
  return seconds;
}
