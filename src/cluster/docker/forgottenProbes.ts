import { dockerFailure } from './dockerErrors';
import type { Access } from './access';
import { labelFilter, labels } from '../vocabulary/labels';

/** Between making a probe and starting it lie moments. */
const forgottenSeconds = 60;

/**
 * Removes containers that were made to look into an image, and whose maker ended before it started them: Docker removes
 * by itself only what has run. What is old is told by Docker's clock alone, beside a probe that was just made.
 *
 * @param seconds that one has lain there at least.
 */
export async function removeForgottenProbes(access: Access, seconds = forgottenSeconds): Promise<void> {
  const { label } = labelFilter(access.scope);
  const filters = { label: [...label, `${labels.role}=probe`], status: ['created'] };
  try {
    const found = await access.docker.listContainers({ all: true, filters });
    const now = Math.max(...found.map(({ Created: created }) => created));
    const forgotten = found.filter(({ Created: created }) => now - created > seconds);
    // Refused where it runs by now.
    await Promise.all(forgotten.map(({ Id: id }) => access.docker.getContainer(id).remove({ v: true })));
  } catch (error) {
    access.log.debug(dockerFailure(error, 'Removing what was left of looks into images').message);
  }
}
