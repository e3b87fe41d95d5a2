import type { BootedMember } from './bootMembers';
import { readFile } from './docker/containerFiles';
import { dockerFailure, dockerStatus } from './docker/dockerErrors';
import { readBootReport } from './node/journal';
import { nodePaths } from './node/nodePaths';
import { journalOf } from './prepareMembers';
import { pause } from './waitUntil';

/** A server that hangs is ended after some seconds. */
const betweenLooksMs = 5_000;

/**
 * Resolves once a node that was handed the token waits again: it has used the token for a server that never served anyone and
 * was ended. A token is good for one server, since others may have joined that one in the meantime: the guard has to be asked anew.
 *
 * @throws GaleraError `aborted`, `dockerFailed`, `dockerDown`
 */
export async function awaitHandedBack({ member, boot }: BootedMember, signal: AbortSignal): Promise<void> {
  for (;;) {
    await pause(betweenLooksMs, signal);
    try {
      const { State: state } = await member.container.inspect();
      const report = state.Running ? await readBootReport(journalOf(member, state)) : undefined;
      const isWaiting = report?.boot === boot && report?.phase === 'waiting';
      if (isWaiting && (await readFile(member.container, nodePaths.token)) === undefined) {
        return;
      }
    } catch (error) {
      // Removed by someone: whoever waits for the node finds that out.
      if (dockerStatus(error) === 404) {
        continue;
      }
      throw dockerFailure(error, `Looking at ${member.spec.node}`);
    }
  }
}
