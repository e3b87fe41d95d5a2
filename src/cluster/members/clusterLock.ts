import { endKeptConnections } from '../sql/keptConnections';
import type Docker from 'dockerode';
import { dockerFailure, isContainerGone, isDockerGone } from '../docker/dockerErrors';
import { type Access, accessFollowing, accessOutlasting, type OperationOptions } from '../docker/access';
import { followSignal } from '../async/followSignal';
import { GaleraError, throwIfAborted, toGaleraError } from '../vocabulary/errors';
import { labels } from '../vocabulary/labels';
import type { Logger } from '../vocabulary/logger';
import { lockContainerName } from '../vocabulary/names';
import { pause } from '../async/waitUntil';
import { AbandonedLock } from './abandonedLock';
import { createLockContainer, isLockContainer, type LockContainer } from './lockContainer';

const retryMs = 200;
const retakeMs = 500;
/** Until Docker is back after a restart; shorter where the user has given up on the operation. */
const mostRetakeMs = { going: 30_000, cancelled: 5_000 };

/** The lock that a cluster's operations take, from now until it is released. */
class ClusterLock {
  private readonly released = new AbortController();
  private readonly kept: Promise<void>;
  private readonly losing = new AbortController();
  private regained: Promise<boolean> = Promise.resolve(true);

  constructor(
    private held: LockContainer,
    private readonly take: () => Promise<LockContainer | undefined>,
    private readonly log: Logger,
    private readonly operation: AbortSignal,
  ) {
    this.kept = this.keep();
  }

  /** Fires when the lock was lost for the first time: whatever goes on under it has to end. */
  get lost(): AbortSignal {
    return this.losing.signal;
  }

  /** Whether it is held; where it was lost, whether it could be taken again, once that is known. */
  isHeld(): Promise<boolean> {
    return this.regained;
  }

  /**
   * Takes the lock anew whenever it was lost, so that what has been done can be taken back: Docker was restarted, or
   * someone removed the container.
   */
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
      const retaken = this.retake();
      this.regained = retaken.then((lock) => lock !== undefined);
      this.losing.abort();
      const next = await retaken;
      if (next === undefined) {
        return;
      }
      this.held = next;
    }
  }

  private async retake(): Promise<LockContainer | undefined> {
    const { signal } = this.released;
    const began = performance.now();
    while (
      !signal.aborted &&
      performance.now() - began < mostRetakeMs[this.operation.aborted ? 'cancelled' : 'going']
    ) {
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
  access: Access,
  cluster: string,
  waited: AbandonedLock,
): Promise<{ holder: string; since: Date } | undefined> {
  try {
    const found = await access.docker.getContainer(lockContainerName(cluster)).inspect();
    const { Id: id, State: state, ExecIDs: execs, Created: created } = found;
    const own = found.Config.Labels;
    if (!isLockContainer(access, cluster, found)) {
      throw new GaleraError('nameTaken', `A container named ${lockContainerName(cluster)} exists that isn't ours.`, {
        advice: 'Rename or remove that container, or give the cluster another name.',
      });
    }
    const holder = own[labels.holder] ?? 'unknown';
    if (state.Paused) {
      // Somebody's hand: it wouldn't end with its holder.
      access.log.warn(`The lock on "${cluster}" was frozen; letting it go on`);
      await access.docker.getContainer(id).unpause();
      return { holder, since: new Date(own[labels.since] ?? created) };
    }
    const sighting = { id, status: state.Status, marked: (execs ?? []).length > 0 };
    if (waited.isAbandoned(sighting, performance.now())) {
      access.log.warn(`Removing a lock on "${cluster}" that its holder (${holder}) left behind`);
      await removeAbandoned(access.docker.getContainer(id), state.Status);
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

/** What an operation works with while it holds its cluster's lock, in place of what it was given. */
export interface Locked {
  /** Its calls end with the signal of {@link options}. */
  readonly access: Access;
  /** The signal fires when the lock is lost, too. */
  readonly options: OperationOptions;
  /** Its calls go on when the signal has fired, for what takes the operation back. */
  readonly untilDone: Access;
}

/** Runs an operation under a lock that is held, and ends it where the lock is lost. */
async function runUnder<T>(
  lock: ClusterLock,
  access: Access,
  cluster: string,
  options: OperationOptions,
  operation: (locked: Locked) => Promise<T>,
): Promise<T> {
  const either = followSignal(options.signal);
  lock.lost.addEventListener('abort', either.abort);
  const { signal } = either;
  try {
    // What it goes by is what a new login meets, as a client's would.
    await endKeptConnections();
    return await operation({
      access: accessFollowing(access, signal),
      options: { ...options, signal, stillLocked: () => lock.isHeld() },
      untilDone: accessOutlasting(access, signal),
    });
  } catch (error) {
    const isGone = isDockerGone(error) || GaleraError.is(error, 'dockerDown');
    if (lock.lost.aborted && !options.signal.aborted && !isGone) {
      throw new GaleraError(
        'dockerFailed',
        `Docker lost the lock on "${cluster}" in the middle of this, so it was ended.`,
        {
          advice: 'See in the tree or by "galera status" how far it came, and begin it again.',
          details: [toGaleraError(error).message],
          cause: error,
        },
      );
    }
    throw isDockerGone(error) ? dockerFailure(error, `Working on "${cluster}"`) : error;
  } finally {
    either.end();
  }
}

/**
 * Runs one operation on a cluster while no other runs, in this process or any other. An operation whose lock is lost
 * meanwhile is ended: another may have begun.
 *
 * @param image an image on this Docker engine that has `cat`.
 * @throws GaleraError `aborted` while waiting, `nameTaken`, `badImage`, `dockerDown`, `dockerFailed`, and what
 * the operation throws.
 */
export async function withClusterLock<T>(
  given: Access,
  cluster: string,
  image: string,
  options: OperationOptions,
  operation: (locked: Locked) => Promise<T>,
): Promise<T> {
  const { signal, holder, onProgress } = options;
  const access = accessFollowing(given, signal);
  const take = (): Promise<LockContainer | undefined> => createLockContainer(access, cluster, image, holder);
  const waited = new AbandonedLock();
  let told = '';
  for (;;) {
    throwIfAborted(signal);
    const taken = await take();
    if (taken !== undefined) {
      const lock = new ClusterLock(taken, take, access.log, signal);
      try {
        return await runUnder(lock, access, cluster, options, operation);
      } finally {
        await lock.release();
      }
    }
    const current = await currentHolder(access, cluster, waited);
    if (current !== undefined && told !== current.holder) {
      told = current.holder;
      access.log.info(`"${cluster}" is in use by ${current.holder} since ${current.since.toISOString()}; waiting`);
      onProgress({ kind: 'waitingForLock', ...current });
    }
    await pause(retryMs, signal);
  }
}
