import type Docker from 'dockerode';
import { dockerFailure, dockerStatus, ifThere, isContainerGone } from '../docker/dockerErrors';
import { memoryForVolumes } from '../docker/imageVolumes';
import { removeUntilGone } from '../docker/removeContainer';
import type { Access } from '../docker/access';
import { GaleraError } from '../vocabulary/errors';
import { belongTo, labels, resourceLabels } from '../vocabulary/labels';
import { lockContainerName } from '../vocabulary/names';

type LockInput = NodeJS.ReadWriteStream & { destroy(): void };

/** A lock container that runs for as long as its holder keeps its standard input open. */
export class LockContainer {
  /** What would keep this process from ending. */
  private readonly watching = new AbortController();
  /** Fulfilled when it has ended, by whoever ended it, or Docker has gone away. */
  readonly lost: Promise<void>;

  /** @param container one that runs */
  constructor(
    private readonly container: Docker.Container,
    private readonly input: LockInput,
  ) {
    const disconnected = new Promise<void>((resolve) => {
      input.once('close', resolve);
    });
    // While Docker lives, the input stays open even without its container; when Docker dies, this never answers.
    const ended = container.wait({ abortSignal: this.watching.signal }).then(
      () => undefined,
      () => undefined,
    );
    this.lost = Promise.race([disconnected, ended]);
  }

  /**
   * Removes what a lost connection left of it; nothing, as a rule.
   *
   * @throws what Docker answers, where it isn't that there is nothing
   */
  async discard(): Promise<void> {
    try {
      await ifThere(this.container.remove({ force: true, v: true }));
    } finally {
      this.letGo();
    }
  }

  private letGo(): void {
    this.input.destroy();
    this.watching.abort();
  }

  /** Ends it and waits until it is gone. It is named by its id: by the name it could be the next holder's. */
  async remove(): Promise<void> {
    // A Docker that answers nothing ends it when it goes on: its input is closed.
    this.input.end();
    await removeUntilGone(this.container);
    this.letGo();
  }
}

async function create(access: Access, cluster: string, image: string, holder: string): Promise<Docker.Container> {
  return access.docker.createContainer({
    name: lockContainerName(cluster),
    Image: image,
    Entrypoint: ['cat'],
    Cmd: [],
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    NetworkDisabled: true,
    Healthcheck: { Test: ['NONE'] },
    Labels: resourceLabels(cluster, 'lock', {
      ...access.scope,
      [labels.holder]: holder,
      [labels.since]: new Date().toISOString(),
    }),
    HostConfig: {
      AutoRemove: true,
      LogConfig: { Type: 'none', Config: {} },
      Mounts: await memoryForVolumes(access.docker, image),
    },
  });
}

/** Whether what has the name of a cluster's lock was made to be that: labels alone may be its image's. */
export function isLockContainer(
  { scope }: Access,
  cluster: string,
  { Config: config, HostConfig: host }: Docker.ContainerInspectInfo,
): boolean {
  return (
    belongTo(scope, cluster, config.Labels) &&
    config.Labels[labels.role] === 'lock' &&
    config.StdinOnce &&
    host.AutoRemove === true
  );
}

/**
 * Makes a cluster's lock container; undefined where someone else has it. Docker refuses a second one of that name, and
 * when the holder dies, by kill -9 too, the input closes, `cat` ends and Docker removes the container.
 *
 * With live-restore containers outlive a Docker that is restarted, but the connection that holds the lock doesn't, and
 * Docker 24.0.8 and later leave the container running then (moby/moby#46857). So the lock carries a mark that Docker
 * keeps in memory only: an exec that is never started. A lock without it was taken before a restart.
 *
 * @throws GaleraError `badImage` for one without `cat`, `dockerDown`, `dockerFailed`
 */
export async function createLockContainer(
  access: Access,
  cluster: string,
  image: string,
  holder: string,
): Promise<LockContainer | undefined> {
  let container: Docker.Container;
  try {
    container = await create(access, cluster, image, holder);
  } catch (error) {
    if (dockerStatus(error) === 409) {
      return undefined;
    }
    throw dockerFailure(error, `Locking the cluster "${cluster}"`);
  }
  let input: LockInput | undefined;
  try {
    input = (await container.attach({
      stream: true,
      stdin: true,
      stdout: false,
      stderr: false,
      hijack: true,
    })) as LockInput;
    // Why it broke doesn't matter: 'close' follows.
    input.on('error', () => undefined);
    await container.start();
    await container.exec({ Cmd: ['true'] });
    return new LockContainer(container, input);
  } catch (error) {
    input?.destroy();
    await container.remove({ force: true, v: true }).catch(() => undefined);
    if (isContainerGone(error)) {
      // Slower than others wait for a lock to be started: one of them took it for abandoned.
      return undefined;
    }
    if (dockerStatus(error) === 400 && /executable file not found|no such file/i.test(String(error))) {
      throw new GaleraError('badImage', `The image ${image} has no shell tools, so it can't be a Galera node.`, {
        advice: 'Use a MariaDB image with Galera, like mariadb:11.8.',
        cause: error,
      });
    }
    throw dockerFailure(error, `Locking the cluster "${cluster}"`);
  }
}
