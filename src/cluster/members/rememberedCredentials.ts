import type { BoundedCalls } from '../docker/boundedCalls';
import type { Access } from '../docker/access';
import { findCredentials } from './findCredentials';
import { isRunning, type Member } from './members';
import type { Credentials } from '../node/credentials';

const remembered = new WeakMap<BoundedCalls, Map<string, Credentials>>();

/** A member's container since its present start: what it was started with it keeps. */
function startOf({ inspected }: Member): string {
  return `${inspected?.Id ?? ''} ${inspected?.State.StartedAt ?? ''}`;
}

/** Those that were put into a container: whoever puts others there is found out when they are refused. */
export function noteCredentials(access: Access, containerId: string, credentials: Credentials): void {
  const known = remembered.get(access.calls) ?? new Map<string, Credentials>();
  remembered.set(access.calls, known.set(containerId, credentials));
}

/**
 * The credentials to ask the running members with, read once for each start of theirs: to read a file of a container
 * costs dockerd a process, and a cluster that starts is looked at several times a second.
 *
 * @returns undefined where no member runs, or none has them.
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function rememberedCredentials(
  access: Access,
  members: readonly Member[],
): Promise<Credentials | undefined> {
  const known = remembered.get(access.calls) ?? new Map<string, Credentials>();
  remembered.set(access.calls, known);
  const runningMembers = members.filter(isRunning);
  const running = runningMembers.map(startOf);
  const keys = [...running, ...runningMembers.map(({ inspected }) => inspected?.Id ?? '')];
  const already = keys.map((key) => known.get(key)).find((credentials) => credentials !== undefined);
  const credentials = already ?? (running.length === 0 ? undefined : await findCredentials(access, members));
  if (credentials !== undefined) {
    running.forEach((start) => known.set(start, credentials));
  }
  return credentials;
}

/** They aren't, or no longer, what a member lets in. */
export function forgetCredentials(access: Access, member: Member): void {
  const known = remembered.get(access.calls);
  const credentials = known?.get(startOf(member));
  for (const [start, each] of known ?? []) {
    if (each === credentials) {
      known?.delete(start);
    }
  }
}
