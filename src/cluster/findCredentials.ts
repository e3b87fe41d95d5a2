import type { Engine } from './engine';
import type { Member } from './members';
import { type Credentials, parseCredentials } from './node/credentials';
import { nodePaths } from './node/nodePaths';
import { readNodeFile } from './readNodeFile';

/** The cluster's credentials, from the first member that has them. Where writing them broke off on all, those it started with last. */
export async function findCredentials(engine: Engine, members: readonly Member[]): Promise<Credentials | undefined> {
  for (const path of [nodePaths.credentials, nodePaths.keptCredentials]) {
    for (const member of members) {
      const text = await readNodeFile(engine, member, path);
      const credentials = text === undefined ? undefined : parseCredentials(text);
      if (credentials !== undefined) {
        return credentials;
      }
    }
  }
  return undefined;
}
