import { GaleraError } from '../vocabulary/errors';

/**
 * Waits until every promise has ended, then throws the failure there was. Unlike Promise.all nothing goes on in
 * the background when one has failed, so what was made can be taken back. Of several failures the one that isn't
 * an abort counts: the others may have been called off because of it.
 */
export async function allDone<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  const failures = results.filter((result) => result.status === 'rejected').map((result): unknown => result.reason);
  if (failures.length > 0) {
    throw failures.find((failure) => !GaleraError.is(failure, 'aborted')) ?? failures[0];
  }
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
