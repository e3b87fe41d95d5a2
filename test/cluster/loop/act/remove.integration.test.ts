import assert from 'node:assert/strict';
import type Docker from 'dockerode';
import { after, before, describe, it } from 'mocha';
import type { Access } from '../../../../src/cluster/docker/access';
import { remove } from '../../../../src/cluster/loop/act/remove';
import { Site } from '../../../../src/cluster/loop/act/site';
import { labels, resourceLabels } from '../../../../src/cluster/vocabulary/labels';
import { nodeResourceName } from '../../../../src/cluster/vocabulary/names';
import { newest } from '../../../support/serverVersions';
import { dropCluster, resourcesOf, testAccess, testName, testScope } from '../../../support/testAccess';

describe('Removing a node', () => {
  const name = testName('remove');
  const place = nodeResourceName(name, 'g1');
  let access: Access;
  let site: Site;
  let container: Docker.Container;

  before(async () => {
    access = await testAccess();
    site = new Site({ cluster: name, image: newest.image, members: ['g1'] }, []);
    const own = { ...resourceLabels(name, 'node', { [labels.test]: testScope }), [labels.node]: 'g1' };
    await access.docker.createVolume({ Name: place, Labels: own });
    container = await access.docker.createContainer({
      name: place,
      Image: newest.image,
      Entrypoint: ['sleep', 'infinity'],
      Labels: own,
      HostConfig: { Binds: [`${place}:/data`], Init: true },
    });
    await container.start();
  });
  after(() => dropCluster(access, name));

  it('takes neither what it runs in nor what it holds where somebody has started it, or frozen it then', async () => {
    const all = await resourcesOf(access, name);
    await remove(access, site, 'g1');
    assert.deepEqual(await resourcesOf(access, name), all);
    await container.pause();
    await remove(access, site, 'g1');
    assert.equal((await container.inspect()).State.Paused, true);
    await container.unpause();
  });

  it('takes both where it is down, and is done where they are gone', async () => {
    await container.kill();
    await remove(access, site, 'g1');
    await remove(access, site, 'g1');
    assert.deepEqual(await resourcesOf(access, name), []);
  });
});
