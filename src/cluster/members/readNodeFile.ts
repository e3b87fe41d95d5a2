import { readFile } from '../docker/containerFiles';
import { dockerFailure, isContainerGone } from '../docker/dockerErrors';
import type { Access } from '../docker/access';
import type { Member } from './members';

/**
 * What is read of a node; undefined where its container is being removed at this very moment.
 *
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function unlessGone<T>(reading: Promise<T>, { node }: Member): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isContainerGone(error)) {
      return undefined;
    }
    throw dockerFailure(error, `Reading what ${node} says`);
  }
}

/** A file of a node; undefined where it, or the container, isn't there. */
export async function readNodeFile(access: Access, member: Member, path: string): Promise<string | undefined> {
  if (member.inspected === undefined) {
    return undefined;
  }
  return unlessGone(readFile(access.docker.getContainer(member.inspected.Id), path), member);
}
