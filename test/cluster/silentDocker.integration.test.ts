import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { type Engine } from '../../src/cluster/engine';
import { readCluster } from '../../src/cluster/readClusters';
import { type DockerRelay, relayToDocker, type RelayOptions } from '../support/dockerRelay';
import { type CliResult, galera } from '../support/galeraCli';
import { dropCluster, testEngine, untilDone } from '../support/testEngine';

const name = 'it-silent';
const engineSocket = '/var/run/docker.sock';
const silent = /Docker hasn't answered since \d\d:\d\d:\d\d/;

/** Each verb, and the request in the middle of its work at which Docker falls silent. */
const verbs: readonly (readonly [args: readonly string[], at: RegExp])[] = [
  [['status'], /^GET \/volumes/],
  [['status', name], /^GET \/containers\/[^/]+\/json/],
  [['connect', name], /^GET \/containers\/[^/]+\/archive/],
  [['start', name], /^POST \/containers\/create/],
  [['stop', name], /^POST \/containers\/[^/]+\/stop/],
  [['remove', name, '--yes'], /^POST \/containers\/create/],
  [['kill', name, 'g2'], /^POST \/containers\/[^/]+\/kill/],
  [['kill', name, '--all'], /^POST \/containers\/create/],
  [['idle', name, 'g2'], /^POST \/containers\/[^/]+\/attach/],
  [['freeze', name, 'g2'], /^POST \/containers\/[^/]+\/pause/],
  [['isolate', name, 'g2'], /^POST \/networks\/[^/]+\/disconnect/],
  [['restore', name, 'g2'], /^GET \/containers\/json/],
  [['rebuild', name, 'g2', '--yes'], /^POST \/containers\/[^/]+\/start/],
  [['scale', name, '3'], /^POST \/volumes\/create/],
  [['recover', name], /^GET \/containers\/[^/]+\/logs/],
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

  for (const [args, at] of verbs) {
    it(`"galera ${args.join(' ')}" says so, and ends at Ctrl+C`, async () => {
      const { exitCode, stderr } = await frozenAt(args, at, { signal: 'SIGINT' });
      assert.match(stderr, silent);
      assert.match(stderr, /Cancelled/);
      assert.equal(exitCode, 1, stderr);
      assert.doesNotMatch(stderr, /^\s+at /m);
    });
  }

  it('has changed nothing by all that', async () => {
    assert.deepEqual(await states(), { g1: 'Synced', g2: 'Synced' });
  });
});
