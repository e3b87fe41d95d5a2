import type { Access } from '../docker/access';
import { throwIfAborted } from '../vocabulary/errors';
import { findBalancer } from '../members/balancers';
import { publishedPort } from '../members/members';
import { rootUser } from '../node/credentials';
import { publishedHost } from '../vocabulary/publishedHost';
import { authorityPem } from '../node/authority';
import { requireCredentials } from '../members/findCredentials';
import { requireMembers } from './readClusters';

/** Where something listens, on this machine. */
interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** How a client reaches a cluster. */
export interface ClusterConnection {
  readonly user: string;
  readonly password: string;
  /** PEM of the authority that the nodes' certificates are of; null for a cluster without TLS. */
  readonly ca: string | null;
  /** Null where it has no balancer that runs. */
  readonly balancer: { readonly write: Endpoint; readonly read: Endpoint } | null;
  readonly nodes: readonly ({ readonly name: string } & Endpoint)[];
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
  const [credentials, balancer] = await Promise.all([
    requireCredentials(access, name, members, 'ask again'),
    findBalancer(access, name),
  ]);
  return {
    user: rootUser,
    password: credentials.rootPassword,
    ca: credentials.authority === undefined ? null : authorityPem(credentials.authority),
    balancer:
      balancer?.inspected.State.Running === true
        ? {
            write: { host: publishedHost, port: balancer.write },
            read: { host: publishedHost, port: balancer.read },
          }
        : null,
    nodes: members.flatMap((member) => {
      const port = publishedPort(member);
      return port === undefined ? [] : [{ name: member.node, host: publishedHost, port }];
    }),
  };
}
