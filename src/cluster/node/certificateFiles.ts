import type { ContainerFile } from '../docker/containerFiles';
import { balancerAlias, balancerContainerName, nodeResourceName } from '../vocabulary/names';
import { authorityPem, issueNodeCertificate } from './authority';
import type { Credentials } from './credentials';
import { nodePaths } from './nodePaths';

/** A new certificate's files. The start script gives the key to the server's user, whose id is the image's. */
export async function certificateFiles(
  { cluster, node }: { readonly cluster: string; readonly node: string },
  address: string,
  { authority }: Credentials,
): Promise<ContainerFile[]> {
  if (authority === undefined) {
    return [];
  }
  const alsoNamed = [balancerAlias, balancerContainerName(cluster)];
  const identity = { cluster, node, address, container: nodeResourceName(cluster, node), alsoNamed };
  const { certificate, key, expires } = await issueNodeCertificate(authority, identity, new Date());
  return [
    { path: nodePaths.ca, content: authorityPem(authority), mode: 0o644 },
    { path: nodePaths.certificate, content: certificate, mode: 0o644 },
    { path: nodePaths.key, content: key, mode: 0o600 },
    { path: nodePaths.expires, content: `${String(Math.floor(expires.getTime() / 1000))}\n`, mode: 0o644 },
  ];
}
