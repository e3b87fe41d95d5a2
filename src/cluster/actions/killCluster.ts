import { allDone } from '../allDone';
import { dockerFailure } from '../docker/dockerErrors';
import type { Engine, OperationOptions } from '../engine';
import { GaleraError } from '../errors';
import { withClusterLock } from '../guard/clusterLock';
import { isRunning } from '../members';
import { requireMembers } from '../readClusters';
import { lockImageOf } from './withMember';

/**
 * Kills every node that runs, all at the same moment.
 *
 * @returns the nodes that were killed.
 * @throws GaleraError `clusterUnknown`, `stateUnfit` where none runs, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function killCluster(engine: Engine, name: string, options: OperationOptions): Promise<string[]> {
  const image = lockImageOf(await requireMembers(engine, name));
  return withClusterLock(engine, name, image, options, async ({ engine, options }) => {
    const running = (await requireMembers(engine, name)).filter(isRunning);
    if (running.length === 0) {
      throw new GaleraError('stateUnfit', `No node of "${name}" runs, so there is none to kill.`, {
        advice: 'Start the cluster first.',
      });
    }
    try {
      await allDone(
        running.map(async ({ node, containerName }) => {
          options.onProgress({ kind: 'node', node, step: 'kill' });
          await engine.docker.getContainer(containerName).kill();
        }),
      );
    } catch (error) {
      throw dockerFailure(error, `Killing "${name}"`);
    }
    return running.map((member) => member.node);
  });
}
