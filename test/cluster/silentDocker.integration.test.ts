import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { type Engine } from '../../src/cluster/engine';
import { readCluster } from '../../src/cluster/readClusters';
import { type DockerRelay, relayToDocker, type RelayOptions } from '../support/dockerRelay';
import { type CliResult, galera } from '../support/galeraCli';
import { dropCluster, testEngine, testName, untilDone } from '../support/testEngine';

const name = testName('silent');
const engineSocket = '/var/run/docker.sock';
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

describe('A Docker that answers nothing', () => {
  let engine: Engine;

  const states = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await readCluster(engine, name, untilDone)).nodes.map((node) => [node.name, node.state]));

  async function through<T>(options: RelayOptions, use: (relay: DockerRelay) => Promise<T>): Promise<T> {
    const relay = await relayToDocker(engineSocket, options);
    try {
      return await use(relay);
    } finally {
      await relay.close();
    }
  }

  /** Runs a verb through a relay that freezes at the request. */
  const frozenAt = (args: readonly string[], at: RegExp, more: { signal?: NodeJS.Signals; thaw?: true }): Promise<CliResult> => {
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
    engine = await testEngine();
    await dropCluster(engine, name);
    const { exitCode, stderr } = await galera(['start', name, '--nodes', '2']);
    assert.equal(exitCode, 0, stderr);
  });
  after(() => dropCluster(engine, name));

  const assertCancelled = ({ exitCode, stderr }: CliResult, args: readonly string[]): void => {
    const what = `galera ${args.join(' ')}: ${stderr}`;
    assert.match(stderr, silent, what);
    assert.match(stderr, /Cancelled/, what);
    assert.equal(exitCode, 1, what);
    assert.doesNotMatch(stderr, /^\s+at /m, what);
  };

  it('every verb says so, and ends at Ctrl+C', async () => {
    const ended = await Promise.all(verbs.map((args) => frozenAt(args, /^GET \/containers\/json/, { signal: 'SIGINT' })));
    ended.forEach((result, index) => {
      assertCancelled(result, verbs[index] ?? []);
    });
  });

  for (const [args, at] of midway) {
    it(`"galera ${args.join(' ')}" does in the middle of its work`, async () => {
      assertCancelled(await frozenAt(args, at, { signal: 'SIGINT' }), args);
    });
  }

  it('has changed nothing by all that', async () => {
    assert.deepEqual(await states(), { g1: 'Synced', g2: 'Synced' });
  });
});
