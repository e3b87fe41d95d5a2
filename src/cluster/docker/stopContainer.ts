import type Docker from 'dockerode';
import { dockerStatus } from './dockerErrors';

/**
 * Asks a container to end, and kills it after its stop timeout; one that has ended already is fine (304).
 *
 * @param seconds in place of the container's own stop timeout.
 */
export async function stopContainer(container: Docker.Container, seconds?: number): Promise<void> {
  try {
    await container.stop(seconds === undefined ? {} : { t: seconds });
  } catch (error) {
    if (dockerStatus(error) !== 304) {
      throw error;
    }
  }
}
