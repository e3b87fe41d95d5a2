import type Docker from 'dockerode';
import { dockerFailure, ifThere } from '../docker/dockerErrors';
import type { Access } from '../docker/access';
import { publishedTo } from '../docker/publishedPort';
import { isInScope, labelFilter, labels } from '../vocabulary/labels';
import { isClusterName, nodeNumber, nodeResourceName, replicationNetworkName } from '../vocabulary/names';
import { nodePaths } from '../node/nodePaths';
import { type ClusterTraits, traitsOf } from '../vocabulary/traits';
import type { ContainerFacts } from './nodeState';

/** A member of a cluster, as Docker knows it: a volume, and its container where there is one. */
export interface Member {
  readonly cluster: string;
  readonly node: string;
  readonly containerName: string;
  /** Absent where only the volume is left. */
  readonly inspected: Docker.ContainerInspectInfo | undefined;
  readonly image: string;
  /** How many nodes its cluster was to have when its volume was made. */
  readonly plannedNodes: number;
  readonly traits: ClusterTraits;
}

/** Members by name, g2 before g10. */
function inOrder(members: Member[]): Member[] {
  return members.sort(
    (a, b) => a.cluster.localeCompare(b.cluster) || (nodeNumber(a.node) ?? 0) - (nodeNumber(b.node) ?? 0),
  );
}

/** A node's place by its labels; undefined where they name none. */
function placeOf(
  own: Readonly<Record<string, string>> | null,
): { cluster: string; node: string; name: string } | undefined {
  const [cluster, node] = [own?.[labels.cluster] ?? '', own?.[labels.node] ?? ''];
  return isClusterName(cluster) && nodeNumber(node) !== undefined
    ? { cluster, node, name: nodeResourceName(cluster, node) }
    : undefined;
}

/** What a list of Docker's tells of a container, as far as it matters for whose it is. */
export type ListedContainer = Pick<Docker.ContainerInfo, 'Id' | 'Names' | 'Labels' | 'Mounts'>;

/**
 * Whether a container that carries a node's labels is that node's: it has the node's name, and the node's own volume at
 * its place. Labels alone say nothing: a container has those of its image, too, which may be the commit of a node, or
 * made to look like one. A volume has its labels from whoever made it.
 *
 * @param volumes the names of the volumes that are nodes'.
 */
export function isNodeContainer(
  { Names: names, Labels: own, Mounts: mounts }: ListedContainer,
  volumes: ReadonlySet<string>,
): boolean {
  const place = placeOf(own);
  return (
    place !== undefined &&
    volumes.has(place.name) &&
    names.includes(`/${place.name}`) &&
    mounts.some(
      ({ Type: type, Name: name, Destination: at }) =>
        type === 'volume' && name === place.name && at === nodePaths.home,
    )
  );
}

/** What is found of a cluster, or of all. */
export interface Findings {
  readonly members: Member[];
  /** Containers that look like nodes by their labels and are none, by name; nothing of ours touches them. */
  readonly foreign: readonly { readonly cluster: string; readonly container: string }[];
}

/**
 * The members of one cluster, or of all, and what only looks like one: a member is a volume that we have made for a
 * node, with its container where there is one.
 *
 * @param whose all who use this Docker, or who the engine is for.
 * @throws GaleraError `dockerDown`, `dockerFailed`, `aborted`
 */
export async function survey(access: Access, cluster?: string, whose: 'own' | 'all' = 'own'): Promise<Findings> {
  try {
    const isMeant = (found: Readonly<Record<string, string>> | null): boolean =>
      whose === 'all' || isInScope(access.scope, found);
    const filter = labelFilter(whose === 'all' ? {} : access.scope, cluster);
    const filters = { label: [...filter.label, `${labels.role}=node`] };
    const [allContainers, { Volumes: allVolumes }] = await Promise.all([
      access.docker.listContainers({ all: true, filters }),
      access.docker.listVolumes({ filters }),
    ]);
    const containers = allContainers.filter((each) => isMeant(each.Labels));
    const volumes = allVolumes.filter(
      (volume) => isMeant(volume.Labels) && volume.Name === placeOf(volume.Labels)?.name,
    );
    const names = new Set(volumes.map((volume) => volume.Name));
    const own = new Map(
      containers.filter((each) => isNodeContainer(each, names)).map((each) => [placeOf(each.Labels)?.name, each.Id]),
    );
    const members = await Promise.all(
      volumes.map(async ({ Name: containerName, Labels: made }): Promise<Member> => {
        const id = own.get(containerName);
        // It may have been removed since it was listed.
        const inspected = id === undefined ? undefined : await ifThere(access.docker.getContainer(id).inspect());
        const facts = inspected?.Config.Labels ?? made;
        return {
          cluster: made[labels.cluster] ?? '',
          node: made[labels.node] ?? '',
          containerName,
          inspected,
          image: facts[labels.image] ?? '',
          plannedNodes: Number(made[labels.nodes] ?? 0),
          traits: traitsOf(facts),
        };
      }),
    );
    const foreign = containers.filter((each) => ![...own.values()].includes(each.Id));
    return {
      members: inOrder(members),
      foreign: foreign.map((each) => ({
        cluster: each.Labels[labels.cluster] ?? '',
        container: each.Names[0]?.slice(1) ?? each.Id,
      })),
    };
  } catch (error) {
    throw dockerFailure(error, 'Listing the clusters');
  }
}

/**
 * The members that {@link survey} finds.
 *
 * @throws GaleraError `dockerDown`, `dockerFailed`, `aborted`
 */
export async function findMembers(access: Access, cluster?: string): Promise<Member[]> {
  return (await survey(access, cluster)).members;
}

/** What the node state is judged by, from an inspected container. */
export function containerFacts(member: Member): ContainerFacts {
  const state = member.inspected?.State;
  if (state === undefined) {
    return { status: 'absent', exitCode: 0, outOfMemory: false, onReplicationNetwork: false };
  }
  return {
    status: state.Status as ContainerFacts['status'],
    exitCode: state.ExitCode,
    outOfMemory: state.OOMKilled,
    onReplicationNetwork:
      member.inspected?.NetworkSettings.Networks[replicationNetworkName(member.cluster)] !== undefined,
  };
}

const sqlPort = 3306;

/** The host port on 127.0.0.1 that leads to a member's SQL port; undefined where it has no container. */
export function publishedPort(member: Member): number | undefined {
  return publishedTo(member.inspected, sqlPort);
}

export function isRunning(member: Member): boolean {
  return member.inspected?.State.Running === true;
}
