import type Docker from 'dockerode';
import { dockerFailure, dockerStatus } from '../docker/dockerErrors';
import type { Engine, OperationOptions } from '../engine';
import { GaleraError, throwIfAborted } from '../errors';
import { labels, resourceLabels } from '../labels';
import { lockContainerName } from '../names';
import { pause } from '../waitUntil';

/** A lock container that was made but never started within this time was left by a holder that died in between. */
const staleAfterMs = 10_000;
const retryMs = 200;

/**
 * The lock that a cluster's operations take: a container with a fixed name that lives only as long as its
 * holder keeps its standard input open. Docker refuses a second one of that name, and when the holder dies, by
 * kill -9 too, the input closes, `cat` ends and Docker removes the container.
 */
class ClusterLock {
  constructor(
    private readonly container: Docker.Container,
    private readonly input: NodeJS.ReadWriteStream & { destroy(): void },
  ) {}

  /** Ends the lock and waits until its name is free again. */
  async release(): Promise<void> {
    try {
      const removed = this.container.wait({ condition: 'removed' }).catch(() => undefined);
      this.input.end();
      await this.container.remove({ force: true }).catch(() => undefined);
      await removed;
    } finally {
      this.input.destroy();
    }
  }
}

async function tryLock(engine: Engine, cluster: string, image: string, holder: string): Promise<ClusterLock | undefined> {
  let container: Docker.Container;
  try {
    container = await engine.docker.createContainer({
      name: lockContainerName(cluster),
      Image: image,
      Entrypoint: ['cat'],
      Cmd: [],
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      NetworkDisabled: true,
      Labels: resourceLabels(cluster, 'lock', {
        ...engine.scope,
        [labels.holder]: holder,
        [labels.since]: new Date().toISOString(),
      }),
      HostConfig: { AutoRemove: true, LogConfig: { Type: 'none', Config: {} } },
    });
  } catch (error) {
    if (dockerStatus(error) === 409) {
      return undefined;
    }
    throw dockerFailure(error, `Locking the cluster "${cluster}"`);
  }
  try {
    const input = await container.attach({ stream: true, stdin: true, stdout: false, stderr: false, hijack: true });
    // A lost connection shows in the operation's own calls.
    input.on('error', () => undefined);
    await container.start();
    return new ClusterLock(container, input as NodeJS.ReadWriteStream & { destroy(): void });
  } catch (error) {
    await container.remove({ force: true }).catch(() => undefined);
    if (dockerStatus(error) === 400 && /executable file not found|no such file/i.test(String(error))) {
      throw new GaleraError('badImage', `The image ${image} has no shell tools, so it can't be a Galera node.`, {
        advice: 'Use a MariaDB image with Galera, like mariadb:11.8.',
        cause: error,
      });
    }
    throw dockerFailure(error, `Locking the cluster "${cluster}"`);
  }
}

/** Who holds the lock; undefined where it has just become free. Removes one that a dead holder never started. */
async function currentHolder(engine: Engine, cluster: string): Promise<{ holder: string; since: Date } | undefined> {
  const container = engine.docker.getContainer(lockContainerName(cluster));
  try {
    const inspected = await container.inspect();
    const own = inspected.Config.Labels;
    if (own[labels.managed] !== 'true') {
      throw new GaleraError('nameTaken', `A container named ${lockContainerName(cluster)} exists that isn't ours.`, {
        advice: 'Rename or remove that container, or give the cluster another name.',
      });
    }
    const age = Date.now() - Date.parse(inspected.Created);
    if (inspected.State.Status === 'exited' || (inspected.State.Status === 'created' && age > staleAfterMs)) {
      engine.log.warn(`Removing a lock on "${cluster}" that its holder (${own[labels.holder] ?? 'unknown'}) left behind`);
      await container.remove({ force: true });
      return undefined;
    }
    return { holder: own[labels.holder] ?? 'unknown', since: new Date(own[labels.since] ?? inspected.Created) };
  } catch (error) {
    // 409: its removal is already under way.
    if (dockerStatus(error) === 404 || dockerStatus(error) === 409) {
      return undefined;
    }
    throw dockerFailure(error, `Looking at the lock of "${cluster}"`);
  }
}

/**
 * Runs one operation on a cluster while no other runs, in this process or any other.
 *
 * @param image an image on this Docker engine that has `cat`.
 * @throws GaleraError `aborted` while waiting, `nameTaken`, `badImage`, `dockerDown`, `dockerFailed`, and what
 * the operation throws.
 */
export async function withClusterLock<T>(
  engine: Engine,
  cluster: string,
  image: string,
  { signal, holder, onProgress }: OperationOptions,
  operation: () => Promise<T>,
): Promise<T> {
  let told = '';
  for (;;) {
    throwIfAborted(signal);
    const lock = await tryLock(engine, cluster, image, holder);
    if (lock !== undefined) {
      try {
        return await operation();
      } finally {
        await lock.release();
      }
    }
    const current = await currentHolder(engine, cluster);
    if (current !== undefined && told !== current.holder) {
      told = current.holder;
      engine.log.info(`"${cluster}" is in use by ${current.holder} since ${current.since.toISOString()}; waiting`);
      onProgress({ kind: 'waitingForLock', ...current });
    }
    await pause(retryMs, signal);
  }
}
