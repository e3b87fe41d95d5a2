import type { Engine } from './engine';
import { findCredentials } from './findCredentials';
import { isRunning, type Member } from './members';
import type { Credentials } from './node/credentials';

const remembered = new WeakMap<Engine, Map<string, Credentials>>();

/** A member's container since its present start: what it was started with it keeps. */
function startOf({ inspected }: Member): string {
  return `${inspected?.Id ?? ''} ${inspected?.State.StartedAt ?? ''}`;
}

/**
 * The credentials to ask the running members with, read once for each start of theirs: to read a file of a container costs
 * dockerd a process, and a cluster that starts is looked at several times a second.
 *
 * @returns undefined where no member runs, or none has them.
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function rememberedCredentials(engine: Engine, members: readonly Member[]): Promise<Credentials | undefined> {
  const known = remembered.get(engine) ?? new Map<string, Credentials>();
  remembered.set(engine, known);
  const running = members.filter(isRunning).map(startOf);
  const already = running.map((start) => known.get(start)).find((credentials) => credentials !== undefined);
  const credentials = already ?? (running.length === 0 ? undefined : await findCredentials(engine, members));
  if (credentials !== undefined) {
    running.forEach((start) => known.set(start, credentials));
  }
  return credentials;
}

/** They aren't, or no longer, what a member lets in. */
export function forgetCredentials(engine: Engine, member: Member): void {
  const known = remembered.get(engine);
  const credentials = known?.get(startOf(member));
  for (const [start, each] of known ?? []) {
    if (each === credentials) {
      known?.delete(start);
    }
  }
}
