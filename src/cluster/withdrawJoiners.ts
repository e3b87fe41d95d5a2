import { allDone } from './allDone';
import { readFile } from './docker/containerFiles';
import { dockerFailure, dockerStatus } from './docker/dockerErrors';
import { parseBootReport } from './node/bootReport';
import { nodePaths } from './node/nodePaths';
import type { PreparedMember } from './prepareMembers';

const patienceSeconds = 2;

/** Its server looks for the group that its start was told of, and hasn't been in service since. */
async function isStillJoining({ container }: PreparedMember): Promise<boolean> {
  const { State: state } = await container.inspect();
  if (!state.Running || state.Paused) {
    return false;
  }
  const report = parseBootReport((await readFile(container, nodePaths.boot)) ?? '');
  return report?.phase === 'joining' && (await readFile(container, nodePaths.synced)) === undefined;
}

/**
 * Ends the servers that were joining a component which is no more: each would wait for it until its own time-out
 * (pc.wait_prim_timeout), and tell nobody what it holds. Their containers end with them, to be booted again.
 *
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function withdrawJoiners(members: readonly PreparedMember[]): Promise<void> {
  await allDone(
    members.map(async (member) => {
      try {
        if (await isStillJoining(member)) {
          // In good order where it can: the others would wait for a lost one.
          await member.container.stop({ t: patienceSeconds });
        }
      } catch (error) {
        // 304: it ended by itself meanwhile.
        if (dockerStatus(error) !== 304) {
          throw dockerFailure(error, `Ending the server of ${member.spec.node}`);
        }
      }
    }),
  );
}
