/** Label keys on everything we make; they are the only record of what a cluster consists of. */
export const labels = {
  managed: 'galera-clusters.managed',
  cluster: 'galera-clusters.cluster',
  node: 'galera-clusters.node',
  /**
   * What a container or network is for: `node`, `balancer`, `lock`, `probe`, `replication`, `clients`; `prepared` for
   * an image's.
   */
  role: 'galera-clusters.role',
  /** The layout of volumes and labels, for a later version that changes it. */
  schema: 'galera-clusters.schema',
  /** The image reference as asked for, on a node's volume and container, and on a balancer's container. */
  image: 'galera-clusters.image',
  /** On a volume: how many nodes the cluster was to have when it was made. */
  nodes: 'galera-clusters.nodes',
  /** On a replication network with a subnet that was named when it was made. */
  subnet: 'galera-clusters.subnet',
  /** The cluster's traits, on a node's volume and container. */
  sstMethod: 'galera-clusters.sst-method',
  gcacheSize: 'galera-clusters.gcache-size',
  holder: 'galera-clusters.holder',
  since: 'galera-clusters.since',
  test: 'galera-clusters.test',
} as const;

export type Role = 'node' | 'balancer' | 'lock' | 'probe' | 'replication' | 'clients' | 'prepared';

const schemaVersion = '1';

/** The labels of a resource; compose's project label makes other Docker tools group a cluster's parts. */
export function resourceLabels(
  cluster: string,
  role: Role,
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...more,
    [labels.managed]: 'true',
    [labels.cluster]: cluster,
    [labels.role]: role,
    [labels.schema]: schemaVersion,
    'com.docker.compose.project': `galera-${cluster}`,
  };
}

/** A Docker list filter on our label, on those of an engine's scope, and on one cluster's where named. */
export function labelFilter(scope: Readonly<Record<string, string>>, cluster?: string): { label: string[] } {
  return { label: Object.entries(ownLabels(scope, cluster)).map(([label, value]) => `${label}=${value}`) };
}

/**
 * Whether something with these labels is there for an engine of a scope: a test's is there for its own only, and for no
 * person.
 */
export function isInScope(
  scope: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>> | null | undefined,
): boolean {
  return found?.[labels.test] === scope[labels.test];
}

/** Whether labels found on something say that it is a cluster's and in an engine's scope. */
export function belongTo(
  scope: Readonly<Record<string, string>>,
  cluster: string,
  found: Readonly<Record<string, string>> | null | undefined,
): boolean {
  return (
    isInScope(scope, found) &&
    Object.entries(ownLabels(scope, cluster)).every(([label, value]) => found?.[label] === value)
  );
}

function ownLabels(scope: Readonly<Record<string, string>>, cluster: string | undefined): Record<string, string> {
  return { ...scope, [labels.managed]: 'true', ...(cluster === undefined ? {} : { [labels.cluster]: cluster }) };
}
