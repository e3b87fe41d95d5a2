import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { killNode } from '../../../src/cluster/operations/nodeActions';
import { rebuildNode } from '../../../src/cluster/operations/rebuildNode';
import { restoreNode } from '../../../src/cluster/operations/restoreNode';
import type { Access } from '../../../src/cluster/docker/access';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { removeCluster } from '../../../src/cluster/operations/removeCluster';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { stopCluster } from '../../../src/cluster/operations/stopCluster';
import { execute } from '../../support/inContainer';
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

const name = testName('official');
const image = process.env['GALERA_TEST_IMAGE_OFFICIAL_LIKE'] ?? 'galera-clusters/official-like:test';

/** No other tests use an image that declares a volume, so whatever is new here is of this cluster. */
async function anonymousVolumes(access: Access): Promise<string[]> {
  const { Volumes: volumes } = await access.docker.listVolumes();
  return volumes.map((volume) => volume.Name).filter((volume) => /^[0-9a-f]{64}$/.test(volume));
}

describe('A cluster of an image like the official one: a VOLUME, an entrypoint, a health check, another uid', () => {
  let access: Access;
  let earlier: readonly string[];

  const kept = async (node: string): Promise<number> =>
    (await sqlOn(access, name, node, 'SELECT * FROM shop.notes')).length;
  const states = async (): Promise<string[]> =>
    (await readCluster(access, name, untilDone)).nodes.map((node) => node.state);

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    earlier = await anonymousVolumes(access);
  });
  afterEach('no operation leaves an anonymous volume behind', async () => {
    assert.deepEqual(
      (await anonymousVolumes(access)).filter((volume) => !earlier.includes(volume)),
      [],
    );
  });
  after(() => dropCluster(access, name));

  it('starts, and nothing of the entrypoint or the health check runs in it', async () => {
    await startCluster(access, { name, nodes: 2, image }, quietly);
    assert.deepEqual(await states(), ['Synced', 'Synced']);
    await sqlOn(
      access,
      name,
      'g1',
      'CREATE DATABASE shop',
      'CREATE TABLE shop.notes (id INT PRIMARY KEY)',
      'INSERT INTO shop.notes VALUES (1)',
    );
    assert.equal(await kept('g2'), 1);
    assert.equal((await sqlOn(access, name, 'g1', "SHOW DATABASES LIKE 'made_by%'")).length, 0);
    const { State: state } = await nodeContainer(access, name, 'g1').inspect();
    assert.equal(state.Health, undefined);
    const owner = await execute(
      access,
      `galera-${name}-g1`,
      'stat -c %u /var/lib/mysql/data/ibdata1; ls /var/lib/mysql',
    );
    assert.match(owner.stdout, /^999\n/);
    assert.doesNotMatch(owner.stdout, /health-checks/);
  });

  it('stops in good order, whatever signal the image names for that, and resumes', async () => {
    await stopCluster(access, name, quietly);
    assert.deepEqual(await states(), ['Idle', 'Idle']);
    await startCluster(access, { name }, quietly);
    assert.deepEqual([await kept('g1'), await kept('g2')], [1, 1]);
  });

  it('gets a killed node back', async () => {
    await killNode(access, { cluster: name, node: 'g2' }, quietly);
    await restoreNode(access, { cluster: name, node: 'g2' }, quietly);
    assert.deepEqual([await states(), await kept('g2')], [['Synced', 'Synced'], 1]);
  });

  it('has a node rebuilt', async () => {
    await rebuildNode(access, { cluster: name, node: 'g2' }, quietly);
    assert.deepEqual([await states(), await kept('g2')], [['Synced', 'Synced'], 1]);
  });

  it('leaves nothing when it is removed', async () => {
    await removeCluster(access, name, quietly);
    assert.deepEqual(await resourcesOf(access, name), []);
  });
});
