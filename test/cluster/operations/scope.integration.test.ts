import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Access } from '../../../src/cluster/docker/access';
import { readClusters } from '../../../src/cluster/view/readClusters';
import { readConnection } from '../../../src/cluster/view/readConnection';
import { removeCluster } from '../../../src/cluster/operations/removeCluster';
import { reservedPorts } from '../../../src/cluster/members/reservedPorts';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { dropCluster, quietly, resourcesOf, testAccess, testName, untilDone } from '../../support/testAccess';
import { newest } from '../../support/serverVersions';

const name = testName('scope');
const { image } = newest;

describe('A cluster outside the scope of an engine', () => {
  let wide: Access;
  let narrow: Access;

  before(async () => {
    wide = await testAccess();
    narrow = { ...wide, scope: { ...wide.scope, 'galera-clusters.scope': 'narrow' } };
    await dropCluster(wide, name);
    await startCluster(wide, { name, nodes: 1, image }, quietly);
  });
  after(() => dropCluster(wide, name));

  it('is not seen', async () => {
    assert.ok((await readClusters(wide, untilDone)).some((cluster) => cluster.name === name));
    assert.deepEqual(await readClusters(narrow, untilDone), []);
  });

  it("is not seen by a person's, where it is a test's", async () => {
    const person = { ...wide, scope: {} };
    assert.ok((await readClusters(person, untilDone)).every((cluster) => cluster.name !== name));
    await assert.rejects(removeCluster(person, name, quietly), { code: 'clusterUnknown' });
    assert.ok(
      (await reservedPorts(person)).has((await readConnection(wide, name, untilDone)).nodes[0]?.port ?? 0),
      'its port is taken for everyone',
    );
  });

  it('is left as it is, by a start and a removal of its name', async () => {
    const before = await resourcesOf(wide, name);
    await assert.rejects(startCluster(narrow, { name, nodes: 1, image }, quietly), { code: 'nameTaken' });
    await assert.rejects(removeCluster(narrow, name, quietly), { code: 'clusterUnknown' });
    assert.deepEqual(await resourcesOf(wide, name), before);
    assert.equal((await readClusters(wide, untilDone)).find((cluster) => cluster.name === name)?.health, 'healthy');
  });
});
