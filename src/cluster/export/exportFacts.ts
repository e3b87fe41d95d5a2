import type { Access } from '../docker/access';
import { requireCredentials } from '../members/findCredentials';
import { publishedPort } from '../members/members';
import type { Credentials } from '../node/credentials';
import { requireMembers } from '../view/readClusters';
import { throwIfAborted } from '../vocabulary/errors';
import { type ClusterTraits, defaultTraits } from '../vocabulary/traits';

/** A node as it is handed on. */
interface ExportedNode {
  readonly name: string;
  readonly image: string;
  /** On 127.0.0.1; undefined where the node has no container that says it. */
  readonly port: number | undefined;
}

/** All of a cluster that is handed on, but for its data. */
export interface ExportFacts {
  readonly cluster: string;
  /** By name; at least one. */
  readonly nodes: readonly ExportedNode[];
  readonly traits: ClusterTraits;
  readonly credentials: Credentials;
}

/**
 * Reads what a cluster is, running or not.
 *
 * @throws GaleraError `badClusterName`, `clusterUnknown`, `nodeFailed` where no node has the credentials, `dockerDown`,
 * `dockerFailed`, `aborted`
 */
export async function readExportFacts(access: Access, cluster: string, signal: AbortSignal): Promise<ExportFacts> {
  const members = await requireMembers(access, cluster);
  throwIfAborted(signal);
  const credentials = await requireCredentials(access, cluster, members, 'export it');
  const nodes = members.map((member) => ({ name: member.node, image: member.image, port: publishedPort(member) }));
  return { cluster, nodes, traits: members[0]?.traits ?? defaultTraits, credentials };
}
