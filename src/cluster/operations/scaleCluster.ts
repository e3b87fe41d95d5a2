import { publishMemberList } from '../members/publishMemberList';
import { memberListOf } from '../members/memberList';
import { chooseDonors } from '../view/donors';
import { replicationSubnet } from '../docker/networks';
import type { Access, OperationOptions } from '../docker/access';
import { GaleraError, toGaleraError } from '../vocabulary/errors';
import { type Locked, withClusterLock } from '../members/clusterLock';
import type { Member } from '../members/members';
import { rememberedCredentials } from '../members/rememberedCredentials';
import { allDone } from '../async/allDone';
import type { ClusterView } from '../vocabulary/model';
import { assertNodeCount, nodeCountLimits, nodeNames } from '../vocabulary/names';
import { readCluster, requireMembers } from '../view/readClusters';
import { serve } from '../loop/goals';
import { reach } from '../loop/reach';
import { nodesToGo } from '../view/nodesToGo';
import { lockImageOf } from './withMember';

/**
 * Gives a cluster another number of nodes. Up: the lowest free names join, and are on every node's member list
 * before they start. Down: the highest names leave in good order, then go with their data; faces ask before.
 *
 * @param donor the node to fill new ones from, where the user named one; not for fewer nodes
 * @returns the cluster as it is afterwards.
 * @throws GaleraError `badNodeCount`, `clusterUnknown`, `stateUnfit` where it has that size, is split, none that would
 * stay is Synced, or serves once the others have left, or one that would go is a donor; and what a start throws
 */
export async function scaleCluster(
  access: Access,
  name: string,
  count: number,
  options: OperationOptions,
  donor?: string,
): Promise<ClusterView> {
  assertNodeCount(count);
  const image = lockImageOf(await requireMembers(access, name));
  return withClusterLock(access, name, image, options, async (locked) => {
    const { access, options, untilDone } = locked;
    const members = await requireMembers(access, name);
    if (members.length === count) {
      throw new GaleraError('stateUnfit', `"${name}" has ${String(count)} nodes already.`, {
        advice: 'Name another number.',
      });
    }
    const cluster = await readCluster(access, name, options.signal);
    const scaling = { ...locked, name, count, members, cluster, donor };
    await (count > members.length ? scaleUp(scaling) : scaleDown(scaling));
    // Done is done, whatever was asked for meanwhile.
    return readCluster(untilDone, name, new AbortController().signal);
  });
}

function assertSynced(cluster: ClusterView, among: readonly string[], what: string): void {
  if (!cluster.nodes.some((node) => among.includes(node.name) && node.state === 'Synced')) {
    throw new GaleraError('stateUnfit', `"${cluster.name}" can't be scaled: ${what} is Synced.`, {
      advice: 'Start the cluster, then scale it.',
    });
  }
}

interface Scaling extends Locked {
  readonly name: string;
  readonly count: number;
  readonly members: readonly Member[];
  readonly cluster: ClusterView;
  readonly donor: string | undefined;
}

async function scaleUp({ name, count, members, cluster, donor, ...locked }: Scaling): Promise<void> {
  const there = members.map((member) => member.node);
  assertSynced(cluster, there, 'no node');
  const joining = nodeNames(nodeCountLimits.max)
    .filter((node) => !there.includes(node))
    .slice(0, count - there.length);
  const goal = serve({
    cluster: name,
    members: [...there, ...joining].sort(),
    concerned: joining,
    donors: chooseDonors(cluster, joining, donor),
  });
  try {
    await reach(locked, goal, { ...goal, image: members[0]?.image ?? '', known: members, before: cluster });
  } catch (error) {
    const { untilDone } = locked;
    await publishTo(untilDone, name, members).catch((failure: unknown) =>
      untilDone.log.error(toGaleraError(failure).message),
    );
    throw error;
  }
}

async function publishTo(access: Access, name: string, members: readonly Member[]): Promise<void> {
  const list = memberListOf(
    members.map(({ node }) => node),
    await replicationSubnet(access, name),
  );
  const monitorPassword = (await rememberedCredentials(access, members))?.monitorPassword;
  const { signal } = new AbortController();
  await allDone(
    members.map(async ({ node, inspected }) => {
      if (inspected !== undefined) {
        await publishMemberList(access.docker.getContainer(inspected.Id), node, list, monitorPassword, signal);
      }
    }),
  );
}

async function scaleDown({ name, count, members, cluster, donor: named, ...locked }: Scaling): Promise<void> {
  if (named !== undefined) {
    throw new GaleraError('stateUnfit', `"${name}" gets fewer nodes: none of them needs a donor.`, {
      advice: 'Leave the donor out.',
    });
  }
  if (cluster.health === 'split') {
    throw new GaleraError(
      'stateUnfit',
      `"${name}" is split and gets no fewer nodes: what goes may have what no other has.`,
      {
        advice: 'Rebuild the nodes of one side first.',
      },
    );
  }
  const staying = members.slice(0, count);
  const going = [...nodesToGo(members, count)].reverse();
  assertSynced(
    cluster,
    staying.map((member) => member.node),
    `none of the nodes that would stay`,
  );
  const donor = cluster.nodes.find(
    (node) => node.state === 'Donor' && going.some((member) => member.node === node.name),
  );
  if (donor !== undefined) {
    throw new GaleraError('stateUnfit', `${donor.name} is a donor at the moment and can't be removed.`, {
      advice: 'Wait until its joiner is Synced.',
    });
  }
  const names = members.map((member) => member.node);
  const goal = {
    kind: 'part',
    going: going.map((member) => member.node),
    staying: staying.map((member) => member.node),
    then: 'gone',
  } as const;
  try {
    await reach(locked, goal, {
      cluster: name,
      members: names,
      image: members[0]?.image ?? '',
      known: members,
      before: cluster,
    });
  } finally {
    const left = await requireMembers(locked.untilDone, name);
    await publishTo(locked.untilDone, name, left);
  }
}
