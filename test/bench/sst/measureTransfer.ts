import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { execute } from '../../support/inContainer';
import { quietly } from '../../support/testAccess';
import { programsFor, type SstMethod } from '../../../src/sst/methods';
import { assertArrived, contentsOf } from './contents';
import { watchMemory } from './memoryPeak';
import type { SstPair } from './sstPair';
import type { Transfer, Way } from './sstRows';
import { watchWrites } from './writeStall';

const methods: Readonly<Record<Way, SstMethod>> = {
  ours: 'mysqldump',
  stock: 'mysqldump',
  rsync: 'rsync',
  mariabackup: 'mariabackup',
};

/** Whether the image has what a way needs. */
export async function isThere(pair: SstPair, way: Way): Promise<boolean> {
  const needed = programsFor(methods[way], false).map((program) => `command -v ${program}`);
  return (await execute(pair.access, pair.nameOf('donor'), ['true', ...needed].join(' && '))).exitCode === 0;
}

async function untilAlone(pair: SstPair): Promise<void> {
  const { signal } = quietly;
  await waitUntil(
    { signal, what: 'the donor to be alone and Synced', deadlineMs: 60_000, details: () => Promise.resolve([]) },
    async () => {
      const rows = await pair.query(
        'donor',
        "SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_cluster_size', 'wsrep_local_state')",
      );
      const values = rows
        .map((row) => `${String(row['Variable_name'])}=${String(row['Value'])}`)
        .sort()
        .join();
      return values === 'wsrep_cluster_size=1,wsrep_local_state=4' ? { done: true } : 'notYet';
    },
  );
}

/**
 * One transfer of all that the donor has into a new joiner.
 *
 * @param streams of ours; as many as it takes by itself where left out.
 */
export async function measureTransfer(pair: SstPair, way: Way, streams?: number): Promise<Transfer> {
  await pair.configureDonor(way === 'stock' ? 'stock' : 'ours', streams);
  await pair.makeJoiner(methods[way]);
  await untilAlone(pair);
  // What was written before isn't this transfer's to wait for.
  await execute(pair.access, pair.nameOf('donor'), 'sync');
  const watches = [watchWrites(pair), watchMemory(pair.container('donor')), watchMemory(pair.container('joiner'))];
  const seconds = await pair.start('joiner').catch(async (error: unknown) => {
    await Promise.allSettled(watches.map((watch) => watch.stop()));
    throw error;
  });
  const [stallSeconds = 0, donorMib = 0, joinerMib = 0] = await Promise.all(watches.map((watch) => watch.stop()));
  assertArrived(way, await contentsOf(pair, 'donor'), await contentsOf(pair, 'joiner'));
  await pair.removeJoiner();
  return { seconds, stallSeconds, donorMib, joinerMib };
}
