import type { Access } from '../docker/access';
import { GaleraError, throwIfAborted } from '../vocabulary/errors';
import { publishedPort } from '../members/members';
import { rootUser } from '../node/credentials';
import { publishedHost } from '../vocabulary/publishedHost';
import { authorityPem } from '../node/authority';
import { findCredentials } from '../members/findCredentials';
import { requireMembers } from './readClusters';

/** How a client reaches a cluster. */
export interface ClusterConnection {
  readonly user: string;
  readonly password: string;
  /** PEM of the authority that the nodes' certificates are of; null for a cluster without TLS. */
  readonly ca: string | null;
  readonly nodes: readonly { readonly name: string; readonly host: string; readonly port: number }[];
}

/**
 * Account and addresses for clients, read back from the nodes.
 *
 * @throws GaleraError `badClusterName`, `clusterUnknown`, `nodeFailed` where no node has the credentials,
 * `dockerDown`, `dockerFailed`, `aborted`
 */
export async function readConnection(access: Access, name: string, signal: AbortSignal): Promise<ClusterConnection> {
  const members = await requireMembers(access, name);
  throwIfAborted(signal);
  const credentials = await findCredentials(access, members);
  if (credentials === undefined) {
    throw new GaleraError('nodeFailed', `No node of "${name}" holds the cluster's credentials.`, {
      advice: 'Start the cluster, then ask again.',
    });
  }
  return {
    user: rootUser,
    password: credentials.rootPassword,
    ca: credentials.authority === undefined ? null : authorityPem(credentials.authority),
    nodes: members.flatMap((member) => {
      const port = publishedPort(member);
      return port === undefined ? [] : [{ name: member.node, host: publishedHost, port }];
    }),
  };
}
