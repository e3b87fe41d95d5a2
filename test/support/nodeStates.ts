import type { Access } from '../../src/cluster/docker/access';
import type { ClusterHealth, NodeState } from '../../src/cluster/vocabulary/model';
import { readCluster } from '../../src/cluster/view/readClusters';
import { waitUntil } from '../../src/cluster/async/waitUntil';
import { untilDone } from './testAccess';

const stateDeadlineMs = 60_000;

/**
 * Waits until nodes show the named states; as long as something changes, a transfer's percentage too, it goes on
 * waiting.
 *
 * @param deadlineMs of what changes nothing that is shown
 */
export async function untilStates(
  access: Access,
  cluster: string,
  wanted: Readonly<Record<string, NodeState>>,
  deadlineMs = stateDeadlineMs,
): Promise<void> {
  const what = `${cluster} to show ${JSON.stringify(wanted)}`;
  let last = '';
  await waitUntil({ signal: untilDone, what, deadlineMs, details: () => Promise.resolve([last]) }, async () => {
    const { nodes } = await readCluster(access, cluster, untilDone);
    if (
      Object.entries(wanted).every(([node, state]) => nodes.some((each) => each.name === node && each.state === state))
    ) {
      return { done: true };
    }
    const seen = nodes
      .map(({ name, state, transfer }) => `${name} ${state} ${String(transfer?.percent ?? '')}`.trim())
      .join(', ');
    const moved = seen !== last;
    last = seen;
    return moved ? 'progress' : 'notYet';
  });
}

/** Waits until a cluster's health is the named one. */
export async function untilHealth(access: Access, cluster: string, wanted: ClusterHealth): Promise<void> {
  const what = `${cluster} to be ${wanted}`;
  await waitUntil(
    { signal: untilDone, what, deadlineMs: stateDeadlineMs, details: () => Promise.resolve([]) },
    async () => ((await readCluster(access, cluster, untilDone)).health === wanted ? { done: true } : 'notYet'),
  );
}
