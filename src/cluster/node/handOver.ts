import type Docker from 'dockerode';
import { putFiles } from '../docker/containerFiles';

/** In a running node every other file is newer. Not 0, which an archive's reader may take for no time at all. */
const longAgo = new Date(1_000);

/**
 * Puts a file into a running node whose start script, of a version that has no turns, waits for it and removes it.
 * Docker makes a file, fills it, gives it its owner and at last its time; by that the script knows that it is all
 * there, and doesn't take it out of Docker's hands.
 */
export async function handOver(container: Docker.Container, path: string, content: string): Promise<void> {
  await putFiles(container, [{ path, content, mode: 0o600, mtime: longAgo }]);
}
