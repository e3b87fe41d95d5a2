import type { Access } from './access';
import { GaleraError } from '../vocabulary/errors';
import { lockContainerName } from '../vocabulary/names';
import { putFiles } from './containerFiles';
import { diskFull, dockerFailure } from './dockerErrors';

/** Less than any node needs to start. */
const probeBytes = 1_048_576;

/** Finds out by the lock's container, which goes with what is put into it. */
async function isDiskFull(access: Access, cluster: string): Promise<boolean> {
  try {
    const lock = access.docker.getContainer(lockContainerName(cluster));
    await putFiles(lock, [{ path: '/galera-room', content: '0'.repeat(probeBytes), mode: 0o600 }]);
    return false;
  } catch (error) {
    return dockerFailure(error, 'Looking for room').code === 'diskFull';
  }
}

/**
 * A failure of nodes, with the full disk named that they couldn't name themselves: their logs are on it too. The caller
 * holds the cluster's lock.
 */
export async function nameFullDisk(access: Access, cluster: string, failure: unknown): Promise<unknown> {
  if (
    !(GaleraError.is(failure, 'nodeFailed') || GaleraError.is(failure, 'deadline')) ||
    !(await isDiskFull(access, cluster))
  ) {
    return failure;
  }
  return diskFull(failure.message.replace(/\.$/, ''), failure.details, failure);
}
