import type { Access } from '../../src/cluster/docker/access';
import { waitUntil } from '../../src/cluster/async/waitUntil';
import { execute } from '../support/inContainer';
import { quietly } from '../support/testAccess';
import type { CostMeter } from './costs/costMeter';
import { PlainCluster } from './plainCluster';
import { measureRow, type StartTimes } from './startTimes';

const nodes = ['g1', 'g2', 'g3'] as const;

function seqnoOf(position: string): number {
  return Number(position.slice(position.lastIndexOf(':') + 1));
}

/** Recovery by hand: every node's position, the highest bootstraps, the others join from theirs. */
async function recover(cluster: PlainCluster): Promise<void> {
  const held = [];
  for (const node of nodes) {
    held.push({ node, position: await cluster.recoveredPosition(node) });
  }
  held.sort((a, b) => seqnoOf(b.position) - seqnoOf(a.position));
  for (const [index, { node, position }] of held.entries()) {
    const recovered = { path: '/recovered', content: position };
    await cluster.start(node, index === 0 ? [recovered, { path: '/bootstrap', content: '' }] : [recovered]);
  }
}

async function untilLetGo(access: Access, cluster: PlainCluster): Promise<void> {
  const sizeIsTwo = `mariadb --skip-column-names -e "SHOW STATUS LIKE 'wsrep_cluster_size'" | grep -qw 2`;
  const { signal } = quietly;
  await waitUntil(
    { signal, what: 'the others to let g3 go', deadlineMs: 60_000, details: () => Promise.resolve([]) },
    async () => ((await execute(access, cluster.nameOf('g1'), sizeIsTwo)).exitCode === 0 ? { done: true } : 'notYet'),
  );
}

/** The plain way, once through. */
export async function measurePlain(access: Access, meter: CostMeter, image: string): Promise<StartTimes> {
  const cluster = new PlainCluster(access, image, 'bench-plain');
  await cluster.remove();
  try {
    const firstStart = await measureRow(meter, 'first-start', () => cluster.up(nodes, { bootstrap: true }));
    for (const node of nodes.toReversed()) {
      await cluster.container(node).stop();
    }
    const resume = await measureRow(meter, 'resume', async () => {
      await cluster.start('g1', [{ path: '/bootstrap', content: '' }]);
      await cluster.start('g2');
      await cluster.start('g3');
    });
    await Promise.all(nodes.map((node) => cluster.container(node).kill()));
    const resumeAfterKillAll = await measureRow(meter, 'resume-after-kill-all', () => recover(cluster));
    await cluster.container('g3').kill();
    await untilLetGo(access, cluster);
    const rejoin = await measureRow(meter, 'rejoin', () => cluster.start('g3'));
    const scale = await measureRow(meter, 'scale-3-5', () => cluster.up(['g4', 'g5']));
    return {
      'first-start': firstStart,
      resume,
      'resume-after-kill-all': resumeAfterKillAll,
      rejoin,
      'scale-3-5': scale,
    };
  } finally {
    await cluster.remove();
  }
}
