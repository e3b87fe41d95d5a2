import type { Access, OperationOptions } from '../../src/cluster/docker/access';
import { withClusterLock } from '../../src/cluster/members/clusterLock';
import { serve } from '../../src/cluster/loop/goals';
import { reach } from '../../src/cluster/loop/reach';
import { findMembers } from '../../src/cluster/members/members';
import { readCluster } from '../../src/cluster/view/readClusters';

/** Gives a cluster a further node of another image than its own, which a scale-up wouldn't. */
export async function addNode(
  access: Access,
  name: string,
  node: string,
  image: string,
  options: OperationOptions,
): Promise<void> {
  await withClusterLock(access, name, image, options, async (locked) => {
    const known = await findMembers(locked.access, name);
    const before = await readCluster(locked.access, name, locked.options.signal);
    const goal = serve({ cluster: name, members: [...known.map((member) => member.node), node], concerned: [node] });
    await reach(locked, goal, { ...goal, image, known, before });
  });
}
