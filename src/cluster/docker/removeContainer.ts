import type Docker from 'dockerode';
import { usualPatience } from './callPatience';
import { dockerStatus } from './dockerErrors';

/**
 * Removes a container by force, and waits until it is gone also where Docker is removing it by itself already. Neither
 * a refusal nor a Docker that answers nothing is told of: whoever needs to know whether it is gone has to look.
 */
export async function removeUntilGone(container: Docker.Container): Promise<void> {
  const waiting = new AbortController();
  const gone = container.wait({ condition: 'removed', abortSignal: waiting.signal }).catch(() => undefined);
  await container.remove({ force: true, v: true }).catch((error: unknown) => {
    if (dockerStatus(error) === undefined) {
      waiting.abort();
    }
  });
  // Where Docker falls silent between the two.
  const limit = setTimeout(() => waiting.abort(), usualPatience.readMs);
  await gone;
  clearTimeout(limit);
}
