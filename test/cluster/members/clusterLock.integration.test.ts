import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { afterEach, before, describe, it } from 'mocha';
import type { Access, OperationOptions } from '../../../src/cluster/docker/access';
import { type Locked, withClusterLock } from '../../../src/cluster/members/clusterLock';
import { labels, resourceLabels } from '../../../src/cluster/vocabulary/labels';
import { pause, waitUntil } from '../../../src/cluster/async/waitUntil';
import { galera } from '../../support/galeraCli';
import { quietly, testAccess, testName, untilDone } from '../../support/testAccess';
import { newest } from '../../support/serverVersions';

const { image } = newest;
const name = testName('lock');
const lockName = `galera-${name}-lock`;

describe("A cluster's lock", () => {
  let access: Access;
  const clocks = { date: Date.now, performance: performance.now.bind(performance) };

  const lockId = async (): Promise<string | undefined> =>
    (await access.docker.listContainers({ all: true, filters: { name: [`^/${lockName}$`] } }))[0]?.Id;

  /** The lock of a holder in another process, at some point of taking it. */
  async function lockOfAnother(): Promise<Docker.Container> {
    return access.docker.createContainer({
      name: lockName,
      Image: image,
      Entrypoint: ['cat'],
      Cmd: [],
      OpenStdin: true,
      StdinOnce: true,
      NetworkDisabled: true,
      Labels: resourceLabels(name, 'lock', { ...access.scope, [labels.holder]: 'another' }),
      HostConfig: { AutoRemove: true },
    });
  }

  /** Waits for the lock; `waiting` is called once when someone else is found to have it. */
  function take(
    waiting: () => void,
    operation: (locked: Locked) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const options: OperationOptions = {
      ...quietly,
      onProgress: (progress) => {
        if (progress.kind === 'waitingForLock') {
          waiting();
        }
      },
    };
    return withClusterLock(access, name, image, options, operation);
  }

  /** Moves this process's monotonic clock on, as if it had waited. */
  const wait = (seconds: number): void => {
    performance.now = () => clocks.performance() + seconds * 1000;
  };

  before(async () => {
    access = await testAccess();
  });
  afterEach(async () => {
    Date.now = clocks.date;
    performance.now = clocks.performance;
    const left = await lockId();
    if (left !== undefined) {
      await access.docker.getContainer(left).remove({ force: true, v: true });
    }
    assert.equal(left, undefined, 'the lock is left behind');
  });

  it("isn't taken from a holder that is about to start it by one whose clock is an hour ahead", async () => {
    const other = await lockOfAnother();
    Date.now = () => clocks.date() + 3_600_000;
    let stillThere: Promise<unknown> | undefined;
    await take(() => {
      stillThere = other.inspect().then(() => other.remove());
    });
    assert.ok(stillThere !== undefined, 'it was taken without waiting');
    await stillThere;
  });

  it('that somebody has frozen goes on, and ends with its holder, so that nobody waits for a dead one', async () => {
    const other = await lockOfAnother();
    const stdin = (await other.attach({ stream: true, stdin: true, hijack: true })) as Duplex;
    await other.start();
    await other.exec({ Cmd: ['true'] });
    await other.pause();
    stdin.destroy();
    let waited = false;
    await take(() => {
      waited = true;
    });
    assert.ok(waited);
  });

  it('that was made and not started is removed once it has been seen so for long enough', async () => {
    await lockOfAnother();
    let waited = false;
    await take(() => {
      waited = true;
      wait(11);
    });
    assert.ok(waited);
  });

  it('that outlived a restart of Docker, and so its holder, is removed', async () => {
    const other = await lockOfAnother();
    await other.start();
    let waited = false;
    await take(() => {
      waited = true;
      wait(31);
    });
    assert.ok(waited);
    await assert.rejects(other.inspect(), { statusCode: 404 });
  });

  it("isn't what only has its name and an image's labels: that stays, and is told of", async () => {
    const Labels = resourceLabels(name, 'lock', access.scope);
    const stranger = await access.docker.createContainer({
      name: lockName,
      Image: image,
      Entrypoint: ['sleep', '600'],
      Cmd: [],
      Labels,
    });
    await stranger.start();
    await assert.rejects(
      take(() => undefined),
      { code: 'nameTaken', message: `A container named ${lockName} exists that isn't ours.` },
    );
    assert.equal((await stranger.inspect()).State.Running, true);
    await stranger.remove({ force: true, v: true });
  });

  it('of a living holder is waited for, however long that takes', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const order: string[] = [];
    const first = take(
      () => undefined,
      async () => {
        await held;
        order.push('first');
      },
    );
    const taken = await waitUntil(
      { signal: untilDone, what: 'the lock to be taken', deadlineMs: 30_000, details: () => Promise.resolve([]) },
      async () => {
        const id = await lockId();
        const marked = id === undefined ? null : (await access.docker.getContainer(id).inspect()).ExecIDs;
        return marked === null ? 'notYet' : { done: id };
      },
    );
    let found = 0;
    const second = take(
      () => {
        found += 1;
        wait(3_600);
      },
      () => Promise.resolve(void order.push('second')),
    );
    // This test's own waits go by the same clock.
    for (let looks = 0; looks < 5; looks += found) {
      assert.equal(await lockId(), taken);
      await pause(200, untilDone);
    }
    release();
    await Promise.all([first, second]);
    assert.deepEqual(order, ['first', 'second']);
  });

  it('that Docker loses in the middle of an operation ends it, and is taken again to keep others out until that is taken back', async () => {
    const lost = async ({ options }: Locked): Promise<void> => {
      const id = (await lockId()) ?? assert.fail('there is no lock');
      const ended = once(options.signal, 'abort');
      await access.docker.getContainer(id).remove({ force: true, v: true });
      await ended;
      assert.equal(await options.stillLocked?.(), true);
      assert.notEqual(await lockId(), id);
      const other = await galera(['start', name, '--nodes', '1', '--image', image], {
        signalOn: { pattern: /waiting for a test/, signal: 'SIGINT' },
      });
      assert.match(other.stderr, /waiting for a test[^]*Cancelled/);
      options.signal.throwIfAborted();
    };
    await assert.rejects(
      take(() => undefined, lost),
      { code: 'dockerFailed', message: `Docker lost the lock on "${name}" in the middle of this, so it was ended.` },
    );
  });

  it('that is lost to another holder is told so to what takes an operation back', async () => {
    let other: Docker.Container | undefined;
    const lost = async ({ options }: Locked): Promise<void> => {
      const ended = once(options.signal, 'abort');
      const id = (await lockId()) ?? assert.fail('there is no lock');
      // By the time that this one is removed, Docker knows it by another name.
      await access.docker.getContainer(id).rename({ name: `${lockName}-old` });
      other = await lockOfAnother();
      await other.start();
      await access.docker.getContainer(id).remove({ force: true, v: true });
      await ended;
      assert.equal(await options.stillLocked?.(), false);
      options.signal.throwIfAborted();
    };
    try {
      await assert.rejects(
        take(() => undefined, lost),
        { code: 'dockerFailed' },
      );
    } finally {
      await other?.remove({ force: true, v: true });
    }
  });
});
