import { dockerFailure, dockerStatus, ifThere } from '../../docker/dockerErrors';
import type { Access } from '../../docker/access';
import { nodeResourceName } from '../../vocabulary/names';
import type { Site } from './site';

/**
 * A node's container goes, and its volume with what it holds; nothing does where somebody has started it meanwhile: it
 * may have come to hold something since, and the others may count it.
 */
export async function remove(access: Access, site: Site, node: string): Promise<void> {
  const container = site.container(access, node);
  try {
    try {
      await ifThere(container.remove({ v: true }));
    } catch (error) {
      if (dockerStatus(error) === 409 && (await container.inspect()).State.Running) {
        return;
      }
      throw error;
    }
    await ifThere(access.docker.getVolume(nodeResourceName(site.cluster, node)).remove());
  } catch (error) {
    throw dockerFailure(error, `Removing ${node}`);
  }
}
