import type Docker from 'dockerode';
import { dockerFailure, isContainerGone, isDockerGone } from '../docker/dockerErrors';
import type { Engine, OperationOptions } from '../engine';
import { GaleraError, throwIfAborted, toGaleraError } from '../errors';
import { labels } from '../labels';
import type { Logger } from '../logger';
import { lockContainerName } from '../names';
import { pause } from '../waitUntil';
import { AbandonedLock } from './abandonedLock';
import { createLockContainer, type LockContainer } from './lockContainer';

const retryMs = 200;
const retakeMs = 500;

/** The lock that a cluster's operations take, from now until it is released. */
class ClusterLock {
  private readonly released = new AbortController();
  private readonly kept: Promise<void>;

  constructor(
    private held: LockContainer,
    private readonly take: () => Promise<LockContainer | undefined>,
    private readonly log: Logger,
  ) {
    this.kept = this.keep();
  }

  /** Takes the lock anew whenever it was lost: Docker was restarted, or someone removed the container. */
  private async keep(): Promise<void> {
    const { signal } = this.released;
    const released = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve());
    });
    for (;;) {
      await Promise.race([this.held.lost, released]);
      if (signal.aborted) {
        return;
      }
      this.log.warn("Docker has lost this operation's lock; taking it again");
      const next = await this.retake();
      if (next === undefined) {
        return;
      }
      this.held = next;
    }
  }

  private async retake(): Promise<LockContainer | undefined> {
    const { signal } = this.released;
    while (!signal.aborted) {
      try {
        // Where the container outlived a restart, nothing would end it any more when its holder dies.
        await this.held.discard();
        const taken = await this.take();
        if (taken === undefined) {
          this.log.error('Another operation took the lock before this one had it again');
        }
        return taken;
      } catch (error) {
        this.log.debug(`The lock isn't taken again yet: ${toGaleraError(error).message}`);
      }
      await pause(retakeMs, signal).catch(() => undefined);
    }
    return undefined;
  }

  /** Ends the lock and waits until its name is free again. */
  async release(): Promise<void> {
    this.released.abort();
    await this.kept;
    await this.held.remove();
  }
}

/** Whether Docker tells of an exec that was only made; one that doesn't can't say whether a lock is marked. */
async function tellsOfMarks(container: Docker.Container): Promise<boolean> {
  await container.exec({ Cmd: ['true'] });
  return ((await container.inspect()).ExecIDs ?? []).length > 0;
}

/** Removes a lock that nobody holds, unless it has changed meanwhile: another one has another id. */
async function removeAbandoned(container: Docker.Container, status: string): Promise<void> {
  if (status !== 'running') {
    // Refused where its holder started it at this very moment.
    await container.remove({ v: true });
  } else if (await tellsOfMarks(container)) {
    await container.remove({ force: true, v: true });
  }
}

/** Who holds the lock; undefined where it has just become free. Removes one that a dead holder left behind. */
async function currentHolder(
  engine: Engine,
  cluster: string,
  waited: AbandonedLock,
): Promise<{ holder: string; since: Date } | undefined> {
  try {
    const { Id: id, State: state, Config: config, ExecIDs: execs, Created: created } = await engine.docker
      .getContainer(lockContainerName(cluster))
      .inspect();
    const own = config.Labels;
    if (own[labels.managed] !== 'true') {
      throw new GaleraError('nameTaken', `A container named ${lockContainerName(cluster)} exists that isn't ours.`, {
        advice: 'Rename or remove that container, or give the cluster another name.',
      });
    }
    const holder = own[labels.holder] ?? 'unknown';
    const sighting = { id, status: state.Status, marked: (execs ?? []).length > 0 };
    if (waited.isAbandoned(sighting, performance.now())) {
      engine.log.warn(`Removing a lock on "${cluster}" that its holder (${holder}) left behind`);
      await removeAbandoned(engine.docker.getContainer(id), state.Status);
      return undefined;
    }
    return { holder, since: new Date(own[labels.since] ?? created) };
  } catch (error) {
    // A 409 also where it runs by now.
    if (isContainerGone(error)) {
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
  const take = (): Promise<LockContainer | undefined> => createLockContainer(engine, cluster, image, holder);
  const waited = new AbandonedLock();
  let told = '';
  for (;;) {
    throwIfAborted(signal);
    const taken = await take();
    if (taken !== undefined) {
      const lock = new ClusterLock(taken, take, engine.log);
      try {
        return await operation();
      } catch (error) {
        throw isDockerGone(error) ? dockerFailure(error, `Working on "${cluster}"`) : error;
      } finally {
        await lock.release();
      }
    }
    const current = await currentHolder(engine, cluster, waited);
    if (current !== undefined && told !== current.holder) {
      told = current.holder;
      engine.log.info(`"${cluster}" is in use by ${current.holder} since ${current.since.toISOString()}; waiting`);
      onProgress({ kind: 'waitingForLock', ...current });
    }
    await pause(retryMs, signal);
  }
}
