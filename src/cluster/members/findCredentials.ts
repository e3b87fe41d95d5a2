import { TooLongError } from '../docker/dockerErrors';
import type { Access } from '../docker/access';
import { GaleraError } from '../vocabulary/errors';
import type { Member } from './members';
import { type Credentials, parseCredentials } from '../node/credentials';
import { nodePaths } from '../node/nodePaths';
import { readNodeFile } from './readNodeFile';

/** A file that has grown beyond anything that could be in it holds nothing. */
async function readUnlessTooLong(access: Access, member: Member, path: string): Promise<string | undefined> {
  try {
    return await readNodeFile(access, member, path);
  } catch (error) {
    if (error instanceof GaleraError && error.cause instanceof TooLongError) {
      access.log.warn(error.message);
      return undefined;
    }
    throw error;
  }
}

/**
 * The cluster's credentials, from the first member that has them. Where writing them broke off on all, those it started
 * with last.
 */
export async function findCredentials(access: Access, members: readonly Member[]): Promise<Credentials | undefined> {
  for (const path of [nodePaths.credentials, nodePaths.keptCredentials]) {
    for (const member of members) {
      const text = await readUnlessTooLong(access, member, path);
      const credentials = text === undefined ? undefined : parseCredentials(text);
      if (credentials !== undefined) {
        return credentials;
      }
    }
  }
  return undefined;
}

/**
 * {@link findCredentials}, where there have to be some.
 *
 * @param then what the user wants to do once the cluster runs, as in "ask again".
 * @throws GaleraError `nodeFailed` where no node has them
 */
export async function requireCredentials(
  access: Access,
  cluster: string,
  members: readonly Member[],
  then: string,
): Promise<Credentials> {
  const credentials = await findCredentials(access, members);
  if (credentials === undefined) {
    throw new GaleraError('nodeFailed', `No node of "${cluster}" holds the cluster's credentials.`, {
      advice: `Start the cluster, then ${then}.`,
    });
  }
  return credentials;
}
