import type { Engine, OperationOptions } from '../../src/cluster/docker/engine';
import { withClusterLock } from '../../src/cluster/members/clusterLock';
import { serve } from '../../src/cluster/loop/goals';
import { reach } from '../../src/cluster/loop/reach';
import { findMembers } from '../../src/cluster/members/members';
import { readCluster } from '../../src/cluster/view/readClusters';

/** Gives a cluster a further node of another image than its own, which a scale-up wouldn't. */
export async function addNode(
  engine: Engine,
  name: string,
  node: string,
  image: string,
  options: OperationOptions,
): Promise<void> {
  await withClusterLock(engine, name, image, options, async (locked) => {
    const known = await findMembers(locked.engine, name);
    const before = await readCluster(locked.engine, name, locked.options.signal);
    const goal = serve({ cluster: name, members: [...known.map((member) => member.node), node], concerned: [node] });
    await reach(locked, goal, { ...goal, image, known, before });
  });
}
