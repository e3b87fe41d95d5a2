import type Docker from 'dockerode';
import { putFiles } from '../docker/containerFiles';
import { dockerFailure } from '../docker/dockerErrors';
import { nodePaths } from '../node/nodePaths';

/**
 * Gives a node, running or not, the list of all members; its next boot, or the one under way, goes by it.
 *
 * @throws GaleraError `dockerFailed`, `diskFull`
 */
export async function publishMemberList(container: Docker.Container, node: string, memberList: string): Promise<void> {
  try {
    await putFiles(container, [{ path: nodePaths.members, content: memberList, mode: 0o644 }]);
  } catch (error) {
    throw dockerFailure(error, `Giving ${node} the member list`);
  }
}
