import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { killNode } from '../../../src/cluster/operations/nodeActions';
import { rebuildNode } from '../../../src/cluster/operations/rebuildNode';
import { restoreNode } from '../../../src/cluster/operations/restoreNode';
import type { Engine } from '../../../src/cluster/docker/engine';
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
  testEngine,
  testName,
  untilDone,
} from '../../support/testEngine';

const name = testName('official');
const image = process.env['GALERA_TEST_IMAGE_OFFICIAL_LIKE'] ?? 'galera-clusters/official-like:test';

/** No other tests use an image that declares a volume, so whatever is new here is of this cluster. */
async function anonymousVolumes(engine: Engine): Promise<string[]> {
  const { Volumes: volumes } = await engine.docker.listVolumes();
  return volumes.map((volume) => volume.Name).filter((volume) => /^[0-9a-f]{64}$/.test(volume));
}

describe('A cluster of an image like the official one: a VOLUME, an entrypoint, a health check, another uid', () => {
  let engine: Engine;
  let earlier: readonly string[];

  const kept = async (node: string): Promise<number> =>
    (await sqlOn(engine, name, node, 'SELECT * FROM shop.notes')).length;
  const states = async (): Promise<string[]> =>
    (await readCluster(engine, name, untilDone)).nodes.map((node) => node.state);

  before(async () => {
    engine = await testEngine();
    await dropCluster(engine, name);
    earlier = await anonymousVolumes(engine);
  });
  afterEach('no operation leaves an anonymous volume behind', async () => {
    assert.deepEqual(
      (await anonymousVolumes(engine)).filter((volume) => !earlier.includes(volume)),
      [],
    );
  });
  after(() => dropCluster(engine, name));

  it('starts, and nothing of the entrypoint or the health check runs in it', async () => {
    await startCluster(engine, { name, nodes: 2, image }, quietly);
    assert.deepEqual(await states(), ['Synced', 'Synced']);
    await sqlOn(
      engine,
      name,
      'g1',
      'CREATE DATABASE shop',
      'CREATE TABLE shop.notes (id INT PRIMARY KEY)',
      'INSERT INTO shop.notes VALUES (1)',
    );
    assert.equal(await kept('g2'), 1);
    assert.equal((await sqlOn(engine, name, 'g1', "SHOW DATABASES LIKE 'made_by%'")).length, 0);
    const { State: state } = await nodeContainer(engine, name, 'g1').inspect();
    assert.equal(state.Health, undefined);
    const owner = await execute(
      engine,
      `galera-${name}-g1`,
      'stat -c %u /var/lib/mysql/data/ibdata1; ls /var/lib/mysql',
    );
    assert.match(owner.stdout, /^999\n/);
    assert.doesNotMatch(owner.stdout, /health-checks/);
  });

  it('stops in good order, whatever signal the image names for that, and resumes', async () => {
    await stopCluster(engine, name, quietly);
    assert.deepEqual(await states(), ['Idle', 'Idle']);
    await startCluster(engine, { name }, quietly);
    assert.deepEqual([await kept('g1'), await kept('g2')], [1, 1]);
  });

  it('gets a killed node back', async () => {
    await killNode(engine, { cluster: name, node: 'g2' }, quietly);
    await restoreNode(engine, { cluster: name, node: 'g2' }, quietly);
    assert.deepEqual([await states(), await kept('g2')], [['Synced', 'Synced'], 1]);
  });

  it('has a node rebuilt', async () => {
    await rebuildNode(engine, { cluster: name, node: 'g2' }, quietly);
    assert.deepEqual([await states(), await kept('g2')], [['Synced', 'Synced'], 1]);
  });

  it('leaves nothing when it is removed', async () => {
    await removeCluster(engine, name, quietly);
    assert.deepEqual(await resourcesOf(engine, name), []);
  });
});
