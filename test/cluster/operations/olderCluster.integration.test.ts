import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { killCluster } from '../../../src/cluster/operations/killCluster';
import { restoreNode } from '../../../src/cluster/operations/restoreNode';
import { scaleCluster } from '../../../src/cluster/operations/scaleCluster';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import type { Access } from '../../../src/cluster/docker/access';
import { hasStdin } from '../../../src/cluster/node/sendOrder';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { galera } from '../../support/galeraCli';
import { beforeOrders, hasVersion, olderCli } from '../../support/olderCli';
import { sqlOn } from '../../support/sql';
import { dropCluster, nodeContainer, quietly, testAccess, testName, untilDone } from '../../support/testAccess';
import { newest } from '../../support/serverVersions';

const name = testName('older');
const { image } = newest;
const nodes = ['g1', 'g2', 'g3'];

describe('A cluster that an earlier version has made, whose nodes look for their orders in files', () => {
  let access: Access;
  let bundle: string;
  let rows = 0;

  const older = async (...args: readonly string[]): Promise<void> => {
    const { exitCode, stderr } = await galera(args, { bundle });
    assert.equal(exitCode, 0, stderr);
  };

  const write = async (node: string): Promise<void> => {
    rows += 1;
    await sqlOn(access, name, node, `INSERT INTO shop.sold VALUES (${String(rows)})`);
  };

  const assertWhole = async (...expected: readonly string[]): Promise<void> => {
    const cluster = await readCluster(access, name, untilDone);
    assert.deepEqual([cluster.health, cluster.nodes.map((node) => node.name)], ['healthy', expected]);
    for (const node of expected) {
      const [count] = await sqlOn(
        access,
        name,
        node,
        'SET SESSION wsrep_sync_wait = 1',
        'SELECT COUNT(*) AS n FROM shop.sold',
      );
      assert.equal(count?.['n'], rows, node);
    }
  };

  const takeOrders = async (): Promise<boolean[]> => {
    const { nodes: all } = await readCluster(access, name, untilDone);
    return Promise.all(all.map(async (node) => hasStdin(await nodeContainer(access, name, node.name).inspect())));
  };

  before(async function () {
    if (!hasVersion(beforeOrders)) {
      this.skip();
    }
    bundle = olderCli(beforeOrders);
    access = await testAccess();
    await dropCluster(access, name);
    await older('start', name, '--nodes', '3', '--image', image);
    await sqlOn(access, name, 'g1', 'CREATE DATABASE shop', 'CREATE TABLE shop.sold (id INT PRIMARY KEY)');
  });
  after(async () => access !== undefined && dropCluster(access, name));

  it('is read as what it is while it runs, and a node of it comes back beside the others', async () => {
    await write('g2');
    await assertWhole(...nodes);
    await nodeContainer(access, name, 'g3').kill();
    await write('g1');
    await restoreNode(access, { cluster: name, node: 'g3' }, quietly);
    await assertWhole(...nodes);
    assert.deepEqual(await takeOrders(), [false, false, true], 'the one that was down has a container that does');
  });

  it('gets a node more while its old ones run', async () => {
    await scaleCluster(access, name, 4, quietly);
    await write('g4');
    await assertWhole(...nodes, 'g4');
    await scaleCluster(access, name, 3, quietly);
    await assertWhole(...nodes);
  });

  it('is brought back where its nodes wait already, started by hand: they are told by the files they look for', async () => {
    await killCluster(access, name, quietly);
    await older('start', name);
    await write('g1');
    await killCluster(access, name, quietly);
    for (const node of nodes) {
      await nodeContainer(access, name, node).start();
    }
    await startCluster(access, { name }, quietly);
    await assertWhole(...nodes);
  });

  it('is stopped by the version that made it, and started by this one, with all that it holds', async () => {
    await older('stop', name);
    await startCluster(access, { name }, quietly);
    await write('g3');
    await assertWhole(...nodes);
    assert.deepEqual(await takeOrders(), [true, true, true]);
  });

  it('goes back to the version that made it', async () => {
    await older('stop', name);
    await older('start', name);
    await write('g2');
    await assertWhole(...nodes);
  });
});
