import { killCluster } from '../../src/cluster/operations/killCluster';
import { killNode } from '../../src/cluster/operations/nodeActions';
import { restoreNode } from '../../src/cluster/operations/restoreNode';
import { scaleCluster } from '../../src/cluster/operations/scaleCluster';
import type { Access } from '../../src/cluster/docker/access';
import { readCluster } from '../../src/cluster/view/readClusters';
import { startCluster } from '../../src/cluster/operations/startCluster';
import { stopCluster } from '../../src/cluster/operations/stopCluster';
import { waitUntil } from '../../src/cluster/async/waitUntil';
import { dropCluster, quietly } from '../support/testAccess';
import type { CostMeter } from './costs/costMeter';
import { measureRow, type StartTimes } from './startTimes';

const name = 'bench-ours';

async function untilLetGo(access: Access): Promise<void> {
  const { signal } = quietly;
  await waitUntil(
    { signal, what: 'the others to let g3 go', deadlineMs: 60_000, details: () => Promise.resolve([]) },
    async () => {
      const { nodes } = await readCluster(access, name, signal);
      const sizes = nodes.flatMap(({ state, wsrep }) => (state === 'Synced' ? [wsrep?.clusterSize] : []));
      return sizes.length === 2 && sizes.every((size) => size === 2) ? { done: true } : 'notYet';
    },
  );
}

/** Our way, once through. */
export async function measureOurs(access: Access, meter: CostMeter, image: string): Promise<StartTimes> {
  await dropCluster(access, name);
  try {
    const start = (): Promise<unknown> => startCluster(access, { name }, quietly);
    const firstStart = await measureRow(meter, 'first-start', () =>
      startCluster(access, { name, nodes: 3, image }, quietly),
    );
    await stopCluster(access, name, quietly);
    const resume = await measureRow(meter, 'resume', start);
    await killCluster(access, name, quietly);
    const resumeAfterKillAll = await measureRow(meter, 'resume-after-kill-all', start);
    await killNode(access, { cluster: name, node: 'g3' }, quietly);
    await untilLetGo(access);
    const rejoin = await measureRow(meter, 'rejoin', () => restoreNode(access, { cluster: name, node: 'g3' }, quietly));
    const scale = await measureRow(meter, 'scale-3-5', () => scaleCluster(access, name, 5, quietly));
    return {
      'first-start': firstStart,
      resume,
      'resume-after-kill-all': resumeAfterKillAll,
      rejoin,
      'scale-3-5': scale,
    };
  } finally {
    await dropCluster(access, name);
  }
}
