import { dockerFailure, dockerStatus } from '../../docker/dockerErrors';
import type { Access } from '../../docker/access';
import { nodeResourceName } from '../../vocabulary/names';
import type { Site } from './site';

async function unlessGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (dockerStatus(error) !== 404) {
      throw error;
    }
  }
}

/** A node's container goes, and its volume with what it holds. */
export async function remove(access: Access, site: Site, node: string): Promise<void> {
  try {
    await unlessGone(site.container(access, node).remove({ force: true, v: true }));
    await unlessGone(access.docker.getVolume(nodeResourceName(site.cluster, node)).remove());
  } catch (error) {
    throw dockerFailure(error, `Removing ${node}`);
  }
}
