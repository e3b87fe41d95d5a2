import type Docker from 'dockerode';
import { lastLogLines } from '../docker/containerLogs';
import { diskFull } from '../docker/dockerErrors';
import { GaleraError } from '../vocabulary/errors';

/**
 * A node that ended by itself as an error, its last log lines in the details.
 *
 * @param what as in "ended while it prepared its data".
 * @param causes lines from elsewhere that say why, as from the donor of a failed transfer.
 * @param reason the one among them that says it in a few words.
 */
export async function nodeFailure(
  container: Docker.Container,
  node: string,
  what: string,
  causes: readonly string[] = [],
  reason = causes.at(-1),
): Promise<GaleraError> {
  const lines = await lastLogLines(container, 20).catch(() => []);
  const text = lines.join('\n');
  if (
    /no space left on device|\berr(or|no)( number|:)? 28\b|disk (is )?full|exceeds available storage space/i.test(text)
  ) {
    return diskFull(`${node} ${what}`, lines);
  }
  return new GaleraError('nodeFailed', `${node} ${what}${reason === undefined ? '.' : `: ${reason}`}`, {
    advice: "The node's last log lines are in the log.",
    details: [...causes, ...lines],
  });
}
