import type Docker from 'dockerode';
import { dockerStatus } from './dockerErrors';

/** Asks a container to end, and kills it after its stop timeout; one that has ended already is fine (304). */
export async function stopContainer(container: Docker.Container): Promise<void> {
  try {
    await container.stop();
  } catch (error) {
    if (dockerStatus(error) !== 304) {
      throw error;
    }
  }
}
