import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Logger } from '../../cluster/vocabulary/logger';
import { print } from '../print';
import { complete } from './complete';
import { files, type KnownNode } from './offers';

/** Whoever presses Tab waits for this long at most, in milliseconds, for a Docker that doesn't answer. */
const patienceMs = 1500;
const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The nodes of all clusters, or none where Docker doesn't answer: a shell that completes has no place for errors. */
async function knownNodes(): Promise<readonly KnownNode[]> {
  try {
    const { connectDocker } = await import('../../cluster/docker/connectDocker');
    const { createAccess, accessFollowing } = await import('../../cluster/docker/access');
    const { findMembers } = await import('../../cluster/members/members');
    const signal = AbortSignal.timeout(patienceMs);
    const { docker } = await connectDocker({ signal });
    return await findMembers(accessFollowing(createAccess(docker, silent), signal));
  } catch {
    return [];
  }
}

/** The verb that the shells' scripts call; no help names it. */
export const completionVerb = 'complete';

/**
 * Prints what can stand at the cursor of a command line, for a shell's script (shells.ts says in which form).
 *
 * @param argv what follows the verb: `--`, then the words, the last with a dot before it.
 */
export async function answerShell(program: CommandUnknownOpts, argv: readonly string[]): Promise<void> {
  const words = argv.slice(argv.indexOf('--') + 1);
  const found = await complete(program, words.slice(0, -1), (words.at(-1) ?? '').replace(/^\./, ''), knownNodes);
  for (const line of found === files ? [`:${files}`] : found.map(({ value, about }) => `${value}\t${about}`)) {
    print(line);
  }
}
