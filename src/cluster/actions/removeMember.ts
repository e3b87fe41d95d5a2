import { dockerFailure } from '../docker/dockerErrors';
import { stopContainer } from '../docker/stopContainer';
import type { Engine, OperationOptions } from '../engine';
import { GaleraError } from '../errors';
import type { Member } from '../members';

/**
 * Removes a member with its data. It leaves in good order first, so that the others don't wait for a lost one; a frozen one
 * goes on for that. Cancelled before its data are gone, it is there as before.
 *
 * @throws GaleraError `aborted`, `dockerFailed`, `dockerDown`
 */
export async function removeMember(engine: Engine, member: Member, { signal, onProgress }: OperationOptions): Promise<void> {
  onProgress({ kind: 'node', node: member.node, step: 'remove' });
  try {
    if (member.inspected !== undefined) {
      const container = engine.docker.getContainer(member.inspected.Id);
      const { Running: wasRunning, Paused: wasFrozen } = member.inspected.State;
      if (wasFrozen) {
        await container.unpause();
      }
      if (wasRunning) {
        await stopContainer(container);
      }
      if (signal.aborted) {
        if (wasRunning) {
          await container.start();
        }
        throw new GaleraError('aborted', 'Cancelled.', { cause: signal.reason });
      }
      await container.remove({ force: true, v: true });
    }
    await engine.docker.getVolume(member.containerName).remove();
  } catch (error) {
    throw dockerFailure(error, `Removing ${member.node}`);
  }
}
