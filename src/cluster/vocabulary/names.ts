import { GaleraError } from './errors';

/** Fewest and most nodes of a cluster. */
export const nodeCountLimits = { min: 1, max: 9 } as const;

const clusterNamePattern = /^[a-z][a-z0-9-]{0,30}$/;
const nodeNamePattern = /^g([1-9])$/;

export function isClusterName(name: string): boolean {
  return clusterNamePattern.test(name);
}

/** @throws GaleraError `badClusterName` */
export function assertClusterName(name: string): void {
  if (!isClusterName(name)) {
    throw new GaleraError('badClusterName', `"${name}" can't be a cluster's name.`, {
      advice: 'Use a lower-case letter, then up to 30 lower-case letters, digits or hyphens.',
    });
  }
}

/** @throws GaleraError `badNodeCount` */
export function assertNodeCount(count: number): void {
  if (!Number.isInteger(count) || count < nodeCountLimits.min || count > nodeCountLimits.max) {
    throw new GaleraError('badNodeCount', `A cluster can't have ${String(count)} nodes.`, {
      advice: `Ask for ${String(nodeCountLimits.min)} to ${String(nodeCountLimits.max)} nodes.`,
    });
  }
}

/** g1 … gN. */
export function nodeNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `g${String(index + 1)}`);
}

/** 2 for g2; undefined where the name is no node's. */
export function nodeNumber(node: string): number | undefined {
  const digits = nodeNamePattern.exec(node)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The container and the volume of a node share one name. */
export function nodeResourceName(cluster: string, node: string): string {
  return `galera-${cluster}-${node}`;
}

export function replicationNetworkName(cluster: string): string {
  return `galera-${cluster}-replication`;
}

export function clientNetworkName(cluster: string): string {
  return `galera-${cluster}-clients`;
}

/** What a cluster's balancer is called on its client network. */
export const balancerAlias = 'balancer';

export function balancerContainerName(cluster: string): string {
  return `galera-${cluster}-balancer`;
}

export function lockContainerName(cluster: string): string {
  return `galera-${cluster}-lock`;
}

/**
 * @param imageId as Docker gives it: "sha256:…".
 * @param preparation what stands for the way in which it is prepared.
 */
export function preparedVolumeName(imageId: string, preparation: string): string {
  return `galera-prepared-${imageId.replace(/^sha256:/, '').slice(0, 12)}-${preparation}`;
}
