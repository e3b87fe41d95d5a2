import type Docker from 'dockerode';
import { putFiles } from '../docker/containerFiles';
import { dockerFailure } from '../docker/dockerErrors';
import { askNode } from '../node/askNode';
import { nodePaths } from '../node/nodePaths';

/**
 * Gives a node, running or not, the list of all members; its next boot, or the one under way, goes by it.
 *
 * @param monitorPassword undefined where it isn't known.
 * @throws GaleraError `dockerFailed`, `diskFull`, `aborted`
 */
export async function publishMemberList(
  container: Docker.Container,
  node: string,
  list: string,
  monitorPassword: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { State: state } = await container.inspect();
    const answer =
      monitorPassword === undefined
        ? undefined
        : await askNode(container, state, { do: 'members', list }, monitorPassword, signal);
    if (answer === undefined) {
      await putFiles(container, [{ path: nodePaths.members, content: list, mode: 0o644 }]);
    }
  } catch (error) {
    throw dockerFailure(error, `Giving ${node} the member list`);
  }
}
