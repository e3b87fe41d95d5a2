import { readFile } from './docker/containerFiles';
import { dockerFailure, dockerStatus } from './docker/dockerErrors';
import type { Engine } from './engine';
import type { Member } from './members';

/** A file of a node; undefined where it, or the container, isn't there. */
export async function readNodeFile(engine: Engine, member: Member, path: string): Promise<string | undefined> {
  if (member.inspected === undefined) {
    return undefined;
  }
  try {
    return await readFile(engine.docker.getContainer(member.inspected.Id), path);
  } catch (error) {
    // 409: being removed at this very moment.
    if (dockerStatus(error) === 409) {
      return undefined;
    }
    throw dockerFailure(error, `Reading ${path} of ${member.node}`);
  }
}
