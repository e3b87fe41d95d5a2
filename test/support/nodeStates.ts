import type { Engine } from '../../src/cluster/engine';
import type { ClusterHealth, NodeState } from '../../src/cluster/model';
import { readCluster } from '../../src/cluster/readClusters';
import { waitUntil } from '../../src/cluster/waitUntil';
import { untilDone } from './testEngine';

const stateDeadlineMs = 60_000;

/** Waits until nodes show the named states. */
export async function untilStates(engine: Engine, cluster: string, wanted: Readonly<Record<string, NodeState>>): Promise<void> {
  const what = `${cluster} to show ${JSON.stringify(wanted)}`;
  const seen = async (): Promise<Record<string, NodeState>> => {
    const { nodes } = await readCluster(engine, cluster, untilDone);
    return Object.fromEntries(nodes.map((node) => [node.name, node.state]));
  };
  await waitUntil({ signal: untilDone, what, deadlineMs: stateDeadlineMs, details: async () => [JSON.stringify(await seen())] }, async () => {
    const states = await seen();
    return Object.entries(wanted).every(([node, state]) => states[node] === state) ? { done: true } : 'notYet';
  });
}

/** Waits until a cluster's health is the named one. */
export async function untilHealth(engine: Engine, cluster: string, wanted: ClusterHealth): Promise<void> {
  const what = `${cluster} to be ${wanted}`;
  await waitUntil({ signal: untilDone, what, deadlineMs: stateDeadlineMs, details: () => Promise.resolve([]) }, async () =>
    (await readCluster(engine, cluster, untilDone)).health === wanted ? { done: true } : 'notYet',
  );
}
