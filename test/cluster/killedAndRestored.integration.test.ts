import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { restoreNode } from '../../src/cluster/actions/restoreNode';
import type { Engine } from '../../src/cluster/engine';
import { readCluster } from '../../src/cluster/readClusters';
import { startCluster } from '../../src/cluster/startCluster';
import { dropCluster, nodeContainer, quietly, testEngine, untilDone } from '../support/testEngine';

const name = 'it-killed-restored';
const image = process.env['GALERA_TEST_IMAGE'] ?? 'galera-clusters/mariadb:11.8';
const times = 3;

describe('One of two nodes, killed and restored at once', () => {
  let engine: Engine;

  before(async () => {
    engine = await testEngine();
    await dropCluster(engine, name);
    await startCluster(engine, { name, nodes: 2, image }, quietly);
  });
  after(() => dropCluster(engine, name));

  for (let time = 1; time <= times; time++) {
    it(`comes back though the other, asked in time, said that it serves, and then lost its quorum (${String(time)})`, async () => {
      await nodeContainer(engine, name, 'g2').kill();
      await restoreNode(engine, { cluster: name, node: 'g2' }, quietly);
      assert.equal((await readCluster(engine, name, untilDone)).health, 'healthy');
    });
  }
});
