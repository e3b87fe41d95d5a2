import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { connectDocker } from '../../../src/cluster/docker/connectDocker';
import { createAccess, type Access } from '../../../src/cluster/docker/access';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { watchClusters } from '../../../src/cluster/view/watchClusters';
import { type DockerRelay, dockerSocket, relayToDocker, type RelayOptions } from '../../support/dockerRelay';
import { type CliResult, galera } from '../../support/galeraCli';
import { canHaveSecondDocker, SecondDocker } from '../../support/secondDocker';
import { dropCluster, resourcesOf, testAccess, testName, testScope, untilDone } from '../../support/testAccess';

const name = testName('silent');
const silent = /Docker hasn't answered since \d\d:\d\d:\d\d/;

/** Every verb that asks Docker. */
const verbs: readonly (readonly string[])[] = [
  ['status'],
  ['status', name],
  ['connect', name],
  ['start', name],
  ['stop', name],
  ['remove', name, '--yes'],
  ['kill', name, 'g2'],
  ['kill', name, '--all'],
  ['idle', name, 'g2'],
  ['freeze', name, 'g2'],
  ['isolate', name, 'g2'],
  ['restore', name, 'g2'],
  ['rebuild', name, 'g2', '--yes'],
  ['scale', name, '3'],
  ['recover', name],
];

/** Some of them, and a request in the middle of what they do. */
const midway: readonly (readonly [args: readonly string[], at: RegExp])[] = [
  [['idle', name, 'g2'], /^POST \/containers\/[^/]+\/attach/],
  [['start', name], /^POST \/containers\/[^/]+\/start/],
  [['freeze', name, 'g2'], /^POST \/containers\/[^/]+\/pause/],
  [['scale', name, '3'], /^POST \/volumes\/create/],
];

describe("A Docker that can't be relied on", () => {
  let access: Access;
  let engineSocket: string;
  let made: string[];

  const states = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await readCluster(access, name, untilDone)).nodes.map((node) => [node.name, node.state]));

  async function through<T>(options: RelayOptions, use: (relay: DockerRelay) => Promise<T>): Promise<T> {
    const relay = await relayToDocker(engineSocket, options);
    try {
      return await use(relay);
    } finally {
      await relay.close();
    }
  }

  /** Runs a verb through a relay that freezes at the request. */
  const frozenAt = (
    args: readonly string[],
    at: RegExp,
    more: { signal?: NodeJS.Signals; thaw?: true },
  ): Promise<CliResult> => {
    let frozen = false;
    const onRequest = (request: string, relay: DockerRelay): void => {
      if (!frozen && at.test(request)) {
        frozen = true;
        relay.freeze();
      }
    };
    return through({ onRequest }, (relay) =>
      galera(args, {
        env: { DOCKER_HOST: relay.host },
        ...(more.signal === undefined ? {} : { signalOn: { pattern: silent, signal: more.signal } }),
        ...(more.thaw === undefined ? {} : { on: { pattern: silent, act: relay.thaw } }),
      }),
    );
  };

  before(async () => {
    access = await testAccess();
    engineSocket = await dockerSocket();
    await dropCluster(access, name);
    const { exitCode, stderr } = await galera(['start', name, '--nodes', '2']);
    assert.equal(exitCode, 0, stderr);
    made = await resourcesOf(access, name);
  });
  after(() => dropCluster(access, name));

  const assertCancelled = ({ exitCode, stderr }: CliResult, args: readonly string[]): void => {
    const what = `galera ${args.join(' ')}: ${stderr}`;
    assert.match(stderr, silent, what);
    assert.match(stderr, /Cancelled/, what);
    assert.equal(exitCode, 1, what);
    assert.doesNotMatch(stderr, /^\s+at /m, what);
  };

  it('says nothing: every verb says so, and ends at Ctrl+C', async () => {
    const ended = await Promise.all(
      verbs.map((args) => frozenAt(args, /^GET \/containers\/json/, { signal: 'SIGINT' })),
    );
    ended.forEach((result, index) => {
      assertCancelled(result, verbs[index] ?? []);
    });
  });

  for (const [args, at] of midway) {
    it(`says nothing: "galera ${args.join(' ')}" ends so in the middle of its work`, async () => {
      assertCancelled(await frozenAt(args, at, { signal: 'SIGINT' }), args);
    });
  }

  const assertOneSentence = (
    { exitCode, stderr, stdout }: CliResult,
    args: readonly string[],
    sentence: RegExp,
  ): void => {
    const what = `galera ${args.join(' ')}: ${stderr}`;
    assert.equal(exitCode, 1, what);
    assert.match(stderr, sentence, what);
    assert.doesNotMatch(stderr, /^\s+at /m, what);
    assert.equal(stdout, '', what);
  };

  it('says nothing: every verb ends by itself when its time is up', async () => {
    const ended = await Promise.all(verbs.map((args) => frozenAt(args, /^GET \/containers\/json/, {})));
    ended.forEach((result, index) => {
      assertOneSentence(result, verbs[index] ?? [], /^galera: .* failed: Docker hasn't answered for 30 s\./m);
    });
  });

  it('goes on after a while: so does a verb', async () => {
    const { exitCode, stderr } = await frozenAt(['start', name], /^POST \/containers\/[^/]+\/attach/, { thaw: true });
    assert.match(stderr, silent);
    assert.equal(exitCode, 0, stderr);
  });

  it('breaks off: every verb ends', async () => {
    const cutAt = (args: readonly string[], at: RegExp): Promise<CliResult> => {
      const onRequest = (request: string, relay: DockerRelay): void => {
        if (at.test(request)) {
          relay.cut();
        }
      };
      return through({ onRequest }, (relay) => galera(args, { env: { DOCKER_HOST: relay.host } }));
    };
    const cases = [...verbs.map((args) => [args, /^GET \/containers\/json/] as const), ...midway];
    const ended = await Promise.all(cases.map(([args, at]) => cutAt(args, at)));
    ended.forEach((result, index) => {
      assertOneSentence(
        result,
        cases[index]?.[0] ?? [],
        /^galera: .*(Docker doesn't answer any more|Docker lost the lock on "[^"]+" in the middle of this, so it was ended)\./m,
      );
    });
  });

  it('has changed nothing by all that', async () => {
    assert.deepEqual(await states(), { g1: 'Synced', g2: 'Synced' });
    // The lock of one that Docker had left by the time it wanted to give it back is the next one's to remove.
    const { exitCode, stderr } = await galera(['start', name]);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(await resourcesOf(access, name), made);
  });

  it('is another one for a while: what is watched is what is there', async function () {
    if (!canHaveSecondDocker()) {
      this.skip();
    }
    const other = await SecondDocker.begin(undefined);
    try {
      await through({}, async (relay) => {
        const { docker } = await connectDocker({ signal: untilDone, configuredHost: relay.host });
        const watched = createAccess(docker, access.log, { GALERA_TEST: testScope });
        const abort = new AbortController();
        const seen: string[] = [];
        const tell = (what: string): void => void (what !== seen.at(-1) && seen.push(what));
        const watching = watchClusters(watched, {
          signal: abort.signal,
          intervalMs: 1_000,
          onClusters: (clusters) =>
            tell(
              clusters
                .filter((cluster) => cluster.name === name)
                .map(({ nodes }) => nodes.map((node) => node.state).join(' '))
                .join() || 'none',
            ),
          onStale: () => undefined,
          onError: () => undefined,
        });
        const until = (what: string): Promise<void> =>
          waitUntil(
            { signal: untilDone, what: `${what} to be seen`, deadlineMs: 30_000, details: () => Promise.resolve(seen) },
            () => Promise.resolve(seen.at(-1) === what ? { done: undefined } : 'notYet'),
          );
        await until('Synced Synced');
        relay.leadTo(other.socket);
        await until('none');
        relay.leadTo(engineSocket);
        await until('Synced Synced');
        abort.abort();
        await watching;
        assert.deepEqual(seen, ['Synced Synced', 'none', 'Synced Synced']);
      });
    } finally {
      await other.end();
    }
  });

  it('takes its time with every answer: every verb does what it should', async () => {
    const all = { g1: 'Synced', g2: 'Synced', g3: 'Synced' };
    const afterwards: readonly (readonly [args: readonly string[], states: Record<string, string>])[] = [
      [['scale', name, '3'], all],
      [['freeze', name, 'g2'], { ...all, g2: 'Frozen' }],
      [['restore', name, 'g2'], all],
      [['isolate', name, 'g3'], { ...all, g3: 'Isolated' }],
      [['restore', name, 'g3'], all],
      [['kill', name, 'g2'], { ...all, g2: 'Killed' }],
      [['rebuild', name, 'g2', '--yes'], all],
      [['idle', name, 'g3'], { ...all, g3: 'Idle' }],
      [['scale', name, '2', '--yes'], { g1: 'Synced', g2: 'Synced' }],
      [['kill', name, '--all'], { g1: 'Killed', g2: 'Killed' }],
      [['start', name], { g1: 'Synced', g2: 'Synced' }],
      [['stop', name], { g1: 'Idle', g2: 'Idle' }],
      [['remove', name, '--yes'], {}],
    ];
    await through({ delayMs: 150 }, async (relay) => {
      for (const [args, expected] of afterwards) {
        const { exitCode, stderr } = await galera(args, { env: { DOCKER_HOST: relay.host } });
        assert.equal(exitCode, 0, `galera ${args.join(' ')}: ${stderr}`);
        const { stdout } = await galera(['status', '--json'], { env: { DOCKER_HOST: relay.host } });
        const clusters = (
          JSON.parse(stdout) as { clusters: { name: string; nodes: { name: string; state: string }[] }[] }
        ).clusters;
        const nodes = clusters.find((cluster) => cluster.name === name)?.nodes ?? [];
        assert.deepEqual(Object.fromEntries(nodes.map((node) => [node.name, node.state])), expected, args.join(' '));
      }
    });
    assert.deepEqual(await resourcesOf(access, name), []);
  });
});
