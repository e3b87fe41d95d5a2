import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import type { Access } from '../../../src/cluster/docker/access';
import type { ClusterView } from '../../../src/cluster/vocabulary/model';
import { labels } from '../../../src/cluster/vocabulary/labels';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { watchClusters } from '../../../src/cluster/view/watchClusters';
import { galera } from '../../support/galeraCli';
import { isAll, newest } from '../../support/serverVersions';
import {
  dropCluster,
  nodeContainer,
  quietly,
  testAccess,
  testName,
  testScope,
  untilDone,
} from '../../support/testAccess';

const name = testName('race');
const { image } = newest;

describe('Several hands on one cluster', () => {
  let access: Access;

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
  });
  afterEach(() => dropCluster(access, name));

  it('of two starts at the same moment one does it, the other waits and finds it done', async () => {
    const results = await Promise.all([
      galera(['start', name, '--nodes', '2']),
      galera(['start', name, '--nodes', '2']),
    ]);
    assert.deepEqual(
      results.map((result) => result.exitCode),
      [0, 0],
      results.map((result) => result.stderr).join('\n'),
    );
    const waited = results.filter((result) => /waiting for galera start \(pid \d+\)/.test(result.stderr));
    assert.equal(waited.length, 1);
    assert.match(waited[0]?.stderr ?? '', /running already/);
    const cluster = await readCluster(access, name, untilDone);
    assert.equal(cluster.nodes.length, 2);
    assert.equal(cluster.health, 'healthy');
  });

  for (const moment of isAll
    ? ['making container', 'preparing data', 'bootstrapping']
    : ['making container', 'bootstrapping']) {
    it(`a start killed with -9 at "${moment}" frees the lock, and the next start completes the cluster`, async () => {
      const killed = await galera(['start', name, '--nodes', '2'], {
        signalOn: { pattern: new RegExp(moment), signal: 'SIGKILL' },
      });
      assert.equal(killed.exitCode, null);
      const { exitCode, stderr } = await galera(['start', name]);
      assert.equal(exitCode, 0, stderr);
      const cluster = await readCluster(access, name, untilDone);
      assert.deepEqual([cluster.nodes.length, cluster.health], [2, 'healthy']);
    });
  }

  it('the engine killed while it installs the system tables of an image: nothing stays, and the next start goes through', async () => {
    const tag = `galera-clusters/${name}:fresh`;
    const probe = await access.docker.createContainer({ Image: image, Cmd: ['true'], Labels: access.scope });
    await probe.commit({ repo: `galera-clusters/${name}`, tag: 'fresh', changes: ['LABEL fresh=yes'] });
    await probe.remove({ v: true });
    const probes = (): ReturnType<typeof access.docker.listContainers> =>
      access.docker.listContainers({
        all: true,
        filters: { label: [`${labels.test}=${testScope}`, `${labels.role}=probe`] },
      });
    const gone = async (): Promise<void> => {
      const what = 'the container that installs the system tables to go';
      await waitUntil({ signal: untilDone, what, deadlineMs: 60_000, details: () => Promise.resolve([]) }, async () =>
        (await probes()).length === 0 ? { done: true } : 'notYet',
      );
    };
    try {
      const act = (kill: (signal: NodeJS.Signals) => void): void => {
        const installing = async (): Promise<boolean> =>
          (await probes()).some(
            ({ Command: command, State: state }) => command.endsWith(' prepare') && state === 'running',
          );
        const waiting = {
          signal: untilDone,
          what: 'the system tables to be installed',
          deadlineMs: 60_000,
          details: () => Promise.resolve([]),
        };
        void waitUntil(waiting, async () => ((await installing()) ? { done: true } : 'notYet')).finally(() =>
          kill('SIGKILL'),
        );
      };
      const killed = await galera(['start', name, '--nodes', '1', '--image', tag], {
        on: { pattern: /Installing the system tables/, act },
        env: { GALERA_DEBUG: '1' },
      });
      assert.equal(killed.exitCode, null, killed.stderr);
      await gone();
      const { exitCode, stderr } = await galera(['start', name]);
      assert.equal(exitCode, 0, stderr);
    } finally {
      await dropCluster(access, name);
      const { Id: id } = await access.docker.getImage(tag).inspect();
      const { Volumes: volumes } = await access.docker.listVolumes({
        filters: { name: [`galera-prepared-${id.replace('sha256:', '').slice(0, 12)}`] },
      });
      await Promise.all(volumes.map((volume) => access.docker.getVolume(volume.Name).remove()));
      await access.docker.getImage(tag).remove({ force: true });
    }
  });

  it('the engine and every node killed while a first start joins: the next start completes the one history', async () => {
    const killed = await galera(['start', name, '--nodes', '2'], {
      signalOn: { pattern: /g2: joining/, signal: 'SIGKILL' },
    });
    assert.equal(killed.exitCode, null);
    const [g1, g2] = ['g1', 'g2'].map((node) => nodeContainer(access, name, node));
    const log = async (): Promise<string> =>
      (await g2?.logs({ stdout: true, stderr: true, follow: false }))?.toString('utf8') ?? '';
    const what = "g2's server to open its galera port";
    await waitUntil({ signal: untilDone, what, deadlineMs: 60_000, details: async () => [await log()] }, async () =>
      /listening at (tcp|ssl):/.test(await log()) ? { done: true } : 'notYet',
    );
    await Promise.all([g2?.kill(), g1?.kill()]);
    const { exitCode, stderr } = await galera(['start', name]);
    assert.equal(exitCode, 0, stderr);
    const cluster = await readCluster(access, name, untilDone);
    assert.deepEqual([cluster.nodes.length, cluster.health], [2, 'healthy']);
  });

  it('a kill from outside shows at once in a watch that never polls', async () => {
    await startCluster(access, { name, nodes: 1 }, quietly);
    const stop = new AbortController();
    let seen: ClusterView | undefined;
    let failure: unknown;
    const watching = watchClusters(access, {
      signal: stop.signal,
      intervalMs: 3_600_000,
      onStale: () => undefined,
      onClusters: (clusters) => {
        seen = clusters.find((cluster) => cluster.name === name);
      },
      onError: (error) => {
        failure = error;
      },
    });
    const state = (wanted: string): Promise<true> =>
      waitUntil(
        {
          signal: untilDone,
          what: `the watch to show ${wanted}`,
          deadlineMs: 20_000,
          details: () => Promise.resolve([]),
        },
        () => Promise.resolve(seen?.nodes[0]?.state === wanted ? { done: true as const } : 'notYet'),
      );
    try {
      await state('Synced');
      await nodeContainer(access, name, 'g1').kill();
      await state('Killed');
      await dropCluster(access, name);
      await waitUntil(
        { signal: untilDone, what: 'the cluster to vanish', deadlineMs: 20_000, details: () => Promise.resolve([]) },
        () => Promise.resolve(seen === undefined ? { done: true as const } : 'notYet'),
      );
      assert.equal(failure, undefined);
    } finally {
      stop.abort();
      await watching;
    }
  });
});
