import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Access } from '../../../src/cluster/docker/access';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { dockerSocket, relayToDocker } from '../../support/dockerRelay';
import { type CliResult, galera } from '../../support/galeraCli';
import { untilStates } from '../../support/nodeStates';
import { isAll } from '../../support/serverVersions';
import { dropCluster, nodeContainer, resourcesOf, testAccess, testName, untilDone } from '../../support/testAccess';

const name = testName('unfit');

describe('Actions that make no sense, or lose their ground', () => {
  let access: Access;

  const states = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await readCluster(access, name, untilDone)).nodes.map((node) => [node.name, node.state]));

  /** One sentence, then what to do; nothing of a stack. */
  const assertTold = ({ exitCode, stderr }: CliResult, code: number, sentence: RegExp): void => {
    assert.equal(exitCode, code, stderr);
    assert.match(stderr, sentence);
    assert.doesNotMatch(stderr, /^\s+at /m);
  };

  /** Runs a verb that can't reach Docker any more from a moment on. */
  const losingDocker = async (moment: RegExp, args: readonly string[]): Promise<void> => {
    const relay = await relayToDocker(await dockerSocket());
    try {
      assertTold(
        await galera(args, { env: { DOCKER_HOST: relay.host }, on: { pattern: moment, act: relay.cut } }),
        1,
        /Docker/,
      );
    } finally {
      await relay.close();
    }
  };

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    const { exitCode, stderr } = await galera(['start', name, '--nodes', '2']);
    assert.equal(exitCode, 0, stderr);
  });
  after(() => dropCluster(access, name));

  for (const [args, code, sentence] of [
    [['restore', name, 'g1'], 1, /g1 is Synced and can't be restored/],
    [['kill', name, 'g7'], 1, /has no node "g7"/],
    [['scale', name, '2'], 1, /has 2 nodes already/],
    [['scale', name, '0'], 2, /can't have 0 nodes|0/],
    [['scale', name, '10'], 2, /can't have 10 nodes|10/],
    [['scale', name, '1'], 2, /--yes/],
    [['kill', 'it-unfit-nowhere', 'g1'], 1, /no cluster named "it-unfit-nowhere"/],
  ] as const) {
    it(`"${args.join(' ')}" changes nothing`, async () => {
      assertTold(await galera([...args]), code, sentence);
      assert.deepEqual(await states(), { g1: 'Synced', g2: 'Synced' });
    });
  }

  it('an idle node is not killed, idled, frozen or isolated', async () => {
    assert.equal((await galera(['idle', name, 'g2'])).exitCode, 0);
    for (const verb of ['kill', 'idle', 'freeze', 'isolate']) {
      assertTold(await galera([verb, name, 'g2']), 1, /g2 is Idle and can't be/);
    }
    assert.deepEqual(await states(), { g1: 'Synced', g2: 'Idle' });
    assert.equal((await galera(['restore', name, 'g2'])).exitCode, 0);
  });

  it('of a scale and a removal at the same time the second finds the cluster gone, or removes what was scaled', async () => {
    const [scaled, removed] = await Promise.all([galera(['scale', name, '3']), galera(['remove', name, '--yes'])]);
    assert.equal(removed.exitCode, 0, removed.stderr);
    if (scaled.exitCode !== 0) {
      assertTold(scaled, 1, /There is no cluster named "it-unfit-\w+"/);
    }
    assert.deepEqual(await resourcesOf(access, name), []);
  });

  for (const moment of isAll ? ['preparing data', 'g1: Synced'] : ['g1: Synced']) {
    it(`Docker out of reach at "${moment}" ends a start in one sentence, and the next start completes it`, async () => {
      await losingDocker(new RegExp(moment), ['start', name, '--nodes', '2']);
      const { exitCode, stderr } = await galera(['start', name]);
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(await states(), { g1: 'Synced', g2: 'Synced' });
      await dropCluster(access, name);
    });
  }

  it('Docker out of reach while a node is restored leaves its data, and a restore brings it back', async () => {
    assert.equal((await galera(['start', name, '--nodes', '2'])).exitCode, 0);
    await nodeContainer(access, name, 'g2').kill();
    await untilStates(access, name, { g2: 'Killed' });
    await losingDocker(/preparing data/, ['restore', name, 'g2']);
    const { exitCode, stderr } = await galera(['start', name]);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(await states(), { g1: 'Synced', g2: 'Synced' });
  });
});
