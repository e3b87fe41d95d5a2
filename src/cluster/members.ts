import type Docker from 'dockerode';
import { dockerFailure, dockerStatus } from './docker/dockerErrors';
import type { Engine } from './engine';
import { labelFilter, labels } from './labels';
import { nodeNumber, nodeResourceName, replicationNetworkName } from './names';
import { type ClusterTraits, traitsOf } from './traits';
import type { ContainerFacts } from './wsrep/nodeState';

/** A member of a cluster, as Docker knows it: a container, a volume, or both. */
export interface Member {
  readonly cluster: string;
  readonly node: string;
  readonly containerName: string;
  /** Absent where only the volume is left. */
  readonly inspected: Docker.ContainerInspectInfo | undefined;
  readonly image: string;
  /** How many nodes its cluster was to have when its volume was made; 0 where the volume is gone. */
  readonly plannedNodes: number;
  readonly traits: ClusterTraits;
}

/** Members by name, g2 before g10. */
function inOrder(members: Member[]): Member[] {
  return members.sort((a, b) => a.cluster.localeCompare(b.cluster) || (nodeNumber(a.node) ?? 0) - (nodeNumber(b.node) ?? 0));
}

async function inspect(container: Docker.Container): Promise<Docker.ContainerInspectInfo | undefined> {
  try {
    return await container.inspect();
  } catch (error) {
    // Removed since it was listed.
    if (dockerStatus(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

/**
 * The members of one cluster, or of all: whatever carries our labels, container or volume.
 *
 * @throws GaleraError `dockerDown`, `dockerFailed`
 */
export async function findMembers(engine: Engine, cluster?: string): Promise<Member[]> {
  try {
    const filter = labelFilter(engine.scope, cluster);
    const filters = { label: [...filter.label, `${labels.role}=node`] };
    const [containers, { Volumes: volumes }] = await Promise.all([
      engine.docker.listContainers({ all: true, filters }),
      engine.docker.listVolumes({ filters }),
    ]);
    const members = new Map<string, Member>();
    for (const volume of volumes) {
      const own = volume.Labels;
      const at = { cluster: own[labels.cluster] ?? '', node: own[labels.node] ?? '' };
      members.set(nodeResourceName(at.cluster, at.node), {
        ...at,
        containerName: nodeResourceName(at.cluster, at.node),
        inspected: undefined,
        image: own[labels.image] ?? '',
        plannedNodes: Number(own[labels.nodes] ?? 0),
        traits: traitsOf(own),
      });
    }
    await Promise.all(
      containers.map(async (container) => {
        const own = container.Labels;
        const at = { cluster: own[labels.cluster] ?? '', node: own[labels.node] ?? '' };
        const name = nodeResourceName(at.cluster, at.node);
        const inspected = await inspect(engine.docker.getContainer(container.Id));
        if (inspected !== undefined) {
          const plannedNodes = members.get(name)?.plannedNodes ?? 0;
          const facts = { plannedNodes, image: own[labels.image] ?? '', traits: traitsOf(own) };
          members.set(name, { ...at, containerName: name, inspected, ...facts });
        }
      }),
    );
    return inOrder([...members.values()]);
  } catch (error) {
    throw dockerFailure(error, 'Listing the clusters');
  }
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

/** The host port on 127.0.0.1 that leads to a member's SQL port; undefined where it has no container. */
export function publishedPort(member: Member): number | undefined {
  const bindings = member.inspected?.HostConfig.PortBindings as
    | Record<string, { HostPort?: string }[] | undefined>
    | undefined;
  const port = Number(bindings?.['3306/tcp']?.[0]?.HostPort);
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

export function isRunning(member: Member): boolean {
  return member.inspected?.State.Running === true;
}
