import type Docker from 'dockerode';
import { allDone } from '../async/allDone';
import { dockerFailure, ifThere } from '../docker/dockerErrors';
import { defaultImage, locallyBuiltImage } from '../docker/images';
import type { Access, OperationOptions } from '../docker/access';
import { forgetStaleEndpoints, removeNetwork } from '../docker/staleEndpoints';
import { GaleraError } from '../vocabulary/errors';
import { removeBalancer } from '../balancer/withCluster';
import { type Balancer, findBalancer } from '../members/balancers';
import { withClusterLock } from '../members/clusterLock';
import { isInScope, labelFilter } from '../vocabulary/labels';
import { findMembers, type Member } from '../members/members';
import { assertClusterName } from '../vocabulary/names';

async function networksOf({ docker, scope }: Access, name: string): Promise<Docker.NetworkInspectInfo[]> {
  return (await docker.listNetworks({ filters: labelFilter(scope, name) })).filter((network) =>
    isInScope(scope, network.Labels),
  );
}

/** Who else uses what is to go: found out before anything goes. */
async function assertUnused(
  { docker }: Access,
  name: string,
  members: readonly Member[],
  balancer: Balancer | undefined,
  networks: readonly Docker.NetworkInspectInfo[],
): Promise<void> {
  const own = new Set([...members.map((member) => member.inspected?.Id), balancer?.inspected.Id]);
  for (const { containerName: volume } of members) {
    const users = await docker.listContainers({ all: true, filters: { volume: [volume] } });
    const other = users.find((user) => !own.has(user.Id));
    if (other !== undefined) {
      throw new GaleraError(
        'stateUnfit',
        `"${name}" can't be removed: the container ${other.Names[0]?.slice(1) ?? other.Id} has its volume ${volume}.`,
        {
          advice: 'Remove that container, then the cluster.',
        },
      );
    }
  }
  for (const { Id: id, Name: network } of networks) {
    const { Containers: there } = (await docker.getNetwork(id).inspect()) as {
      Containers?: Record<string, { Name: string }>;
    };
    const other = Object.entries(there ?? {}).find(([container]) => !own.has(container))?.[1].Name;
    if (other !== undefined) {
      throw new GaleraError(
        'stateUnfit',
        `"${name}" can't be removed: the container ${other} is on its network ${network}.`,
        {
          advice: `Stop that container, or take it off the network (docker network disconnect ${network} ${other}), then remove the cluster.`,
        },
      );
    }
  }
}

async function removeEverything(access: Access, name: string, { onProgress }: OperationOptions): Promise<void> {
  const members = await findMembers(access, name);
  const balancer = await findBalancer(access, name);
  const { docker } = access;
  try {
    const networks = await networksOf(access, name);
    await allDone(networks.map(({ Id: id }) => forgetStaleEndpoints(access, docker.getNetwork(id))));
    await assertUnused(access, name, members, balancer, networks);
    await removeBalancer(access, name, onProgress);
    await allDone(
      members.map(async ({ node, containerName, inspected }) => {
        onProgress({ kind: 'node', node, step: 'remove' });
        if (inspected !== undefined) {
          await ifThere(docker.getContainer(inspected.Id).remove({ force: true, v: true }));
        }
        await ifThere(docker.getVolume(containerName).remove());
      }),
    );
    await allDone(networks.map((network) => ifThere(removeNetwork(access, docker.getNetwork(network.Id)))));
  } catch (error) {
    throw dockerFailure(error, `Removing "${name}"`);
  }
}

/** An image to hold the lock with: a node's own, as long as there is one. */
async function lockImage(access: Access, members: readonly Member[]): Promise<string | undefined> {
  const candidates = [
    ...members.flatMap((member) => [member.inspected?.Image, member.image]),
    locallyBuiltImage,
    defaultImage,
  ];
  for (const image of candidates) {
    if (image !== undefined && image !== '') {
      const present = await access.docker
        .getImage(image)
        .inspect()
        .catch(() => undefined);
      if (present !== undefined) {
        return image;
      }
    }
  }
  return undefined;
}

/**
 * Removes a cluster with its data: whatever carries its labels, and nothing else. Faces ask before they call it.
 *
 * @throws GaleraError `badClusterName`, `clusterUnknown`, `aborted` while waiting for the lock, `dockerFailed`,
 * `dockerDown`
 */
export async function removeCluster(access: Access, name: string, options: OperationOptions): Promise<void> {
  assertClusterName(name);
  const members = await findMembers(access, name);
  const networks = await networksOf(access, name);
  if (members.length === 0 && networks.length === 0 && (await findBalancer(access, name)) === undefined) {
    throw new GaleraError('clusterUnknown', `There is no cluster named "${name}".`, {
      advice: 'See which clusters there are with Refresh or "galera status".',
    });
  }
  const image = await lockImage(access, members);
  if (image === undefined) {
    // Without its image no other operation can work on the cluster either.
    access.log.warn(`No image of "${name}" is left to hold its lock with; removing it without`);
    return removeEverything(access, name, options);
  }
  return withClusterLock(access, name, image, options, ({ access, options }) =>
    removeEverything(access, name, options),
  );
}
