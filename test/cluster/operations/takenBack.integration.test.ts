import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { scaleCluster } from '../../../src/cluster/operations/scaleCluster';
import type { Access } from '../../../src/cluster/docker/access';
import { nodePaths } from '../../../src/cluster/node/nodePaths';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { galera } from '../../support/galeraCli';
import { holdTransfers, letTransfersGo } from '../../support/heldTransfers';
import { execute, onVolume } from '../../support/inContainer';
import { untilStates } from '../../support/nodeStates';
import { isAll, newest } from '../../support/serverVersions';
import { sqlOn } from '../../support/sql';
import {
  dropCluster,
  nodeContainer,
  quietly,
  resourcesOf,
  testAccess,
  testName,
  untilDone,
} from '../../support/testAccess';

const name = testName('taken-back');
const { image } = newest;
const interrupt = (pattern: RegExp, signal: NodeJS.Signals = 'SIGINT') => ({ signalOn: { pattern, signal } });

describe('An operation that is cancelled midway', () => {
  let access: Access;
  let whole: string[];
  let rows = 0;

  /** Whoever served before takes writes. */
  const write = async (node: string): Promise<void> => {
    await sqlOn(access, name, node, `INSERT INTO shop.sold VALUES (${String(rows)}, REPEAT('x', 1000))`);
    rows += 1;
  };

  const assertHealthy = async (...nodes: string[]): Promise<void> => {
    const cluster = await readCluster(access, name, untilDone);
    assert.deepEqual([cluster.health, cluster.nodes.map((node) => node.name)], ['healthy', nodes]);
    for (const node of nodes) {
      const [count] = await sqlOn(access, name, node, 'SELECT COUNT(*) AS n FROM shop.sold');
      assert.equal(count?.['n'], rows);
    }
  };

  /** As large as it was, and every node's list of members with it. */
  const assertFormerSize = async (): Promise<void> => {
    assert.deepEqual(await resourcesOf(access, name), whole);
    const { stdout } = await execute(access, `galera-${name}-g1`, `cat ${nodePaths.members}`);
    assert.equal(stdout.match(/^g/gm)?.length, 1);
  };

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    await startCluster(access, { name, nodes: 1, image }, quietly);
    await sqlOn(
      access,
      name,
      'g1',
      'CREATE DATABASE shop',
      'CREATE TABLE shop.sold (id INT PRIMARY KEY, pad LONGTEXT)',
    );
    // A table of less than 1 MB goes as statements, which holdTransfers lets through.
    await sqlOn(access, name, 'g1', "INSERT INTO shop.sold VALUES (0, REPEAT('x', 2000000))");
    rows += 1;
    for (let more = 0; more < 20; more += 1) {
      await write('g1');
    }
    whole = await resourcesOf(access, name);
  });
  afterEach(() => execute(access, `galera-${name}-g1`, letTransfersGo));
  after(() => dropCluster(access, name));

  it('a scale-up cancelled while its joiner is filled: the one node there was serves', async () => {
    await execute(access, `galera-${name}-g1`, holdTransfers(100));
    const { exitCode, stderr } = await galera(['scale', name, '2'], interrupt(/g2: ← g1, mysqldump/));
    assert.equal(exitCode, 1, stderr);
    assert.match(stderr, /galera: Cancelled/);
    await untilStates(access, name, { g1: 'Synced' });
    await write('g1');
    await assertHealthy('g1');
    await assertFormerSize();
  });

  for (const moment of isAll ? ['making container', 'preparing data', 'joining'] : ['making container', 'joining']) {
    it(`a scale-up cancelled at "${moment}": the cluster has its former size`, async () => {
      const { exitCode, stderr } = await galera(['scale', name, '2'], interrupt(new RegExp(moment)));
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, /galera: Cancelled/);
      await write('g1');
      await assertHealthy('g1');
      await assertFormerSize();
    });
  }

  it('the manager of a scale-up killed while the joiner is filled: a start completes it', async () => {
    await execute(access, `galera-${name}-g1`, holdTransfers(100));
    const { exitCode } = await galera(['scale', name, '2'], interrupt(/g2: ← g1, mysqldump/, 'SIGKILL'));
    assert.equal(exitCode, null);
    await execute(access, `galera-${name}-g1`, letTransfersGo);
    const started = await galera(['start', name]);
    assert.equal(started.exitCode, 0, started.stderr);
    await write('g2');
    await assertHealthy('g1', 'g2');
  });

  it('a restore cancelled while the node is filled: the other serves, and the next restore fills it', async () => {
    await nodeContainer(access, name, 'g2').stop();
    await onVolume(access, image, `galera-${name}-g2`, 'rm -rf /volume/data');
    await execute(access, `galera-${name}-g1`, holdTransfers(100));
    const { exitCode, stderr } = await galera(['restore', name, 'g2'], interrupt(/g2: ← g1, mysqldump/));
    assert.equal(exitCode, 1, stderr);
    await execute(access, `galera-${name}-g1`, letTransfersGo);
    await write('g1');
    assert.equal((await nodeContainer(access, name, 'g2').inspect()).State.Running, false);
    const restored = await galera(['restore', name, 'g2']);
    assert.equal(restored.exitCode, 0, restored.stderr);
    await assertHealthy('g1', 'g2');
  });

  it('a rebuild cancelled before the node is wiped keeps it; while it is filled, it goes on by itself', async () => {
    const early = await galera(['rebuild', name, 'g2', '--yes'], interrupt(/g2: leaving/));
    assert.equal(early.exitCode, 1, early.stderr);
    await startCluster(access, { name }, quietly);
    await execute(access, `galera-${name}-g1`, holdTransfers(100));
    const late = await galera(['rebuild', name, 'g2', '--yes'], interrupt(/g2: ← g1, mysqldump/));
    assert.equal(late.exitCode, 1, late.stderr);
    await execute(access, `galera-${name}-g1`, letTransfersGo);
    await write('g1');
    await startCluster(access, { name }, quietly);
    await assertHealthy('g1', 'g2');
  });

  it('a scale-down cancelled before a node is wiped keeps it', async () => {
    const { exitCode, stderr } = await galera(['scale', name, '1', '--yes'], interrupt(/g2: leaving/));
    assert.equal(exitCode, 1, stderr);
    await startCluster(access, { name }, quietly);
    await assertHealthy('g1', 'g2');
  });

  for (const [from, to] of isAll
    ? ([
        [2, 4],
        [1, 3],
        [3, 6],
      ] as const)
    : ([[2, 4]] as const)) {
    it(`a scale-up from ${String(from)} to ${String(to)} cancelled while a joiner is filled: those that served before serve`, async () => {
      const nodes = Array.from({ length: from }, (_, index) => `g${String(index + 1)}`);
      if ((await readCluster(access, name, untilDone)).nodes.length !== from) {
        await scaleCluster(access, name, from, quietly);
      }
      for (const node of nodes) {
        await execute(access, `galera-${name}-${node}`, holdTransfers(100));
      }
      const { exitCode, stderr } = await galera(['scale', name, String(to)], interrupt(/g\d: ← g\d, mysqldump/));
      assert.equal(exitCode, 1, stderr);
      for (const node of nodes) {
        await untilStates(access, name, { [node]: 'Synced' });
        await write(node);
        await execute(access, `galera-${name}-${node}`, letTransfersGo);
      }
      await assertHealthy(...nodes);
    });
  }
});
