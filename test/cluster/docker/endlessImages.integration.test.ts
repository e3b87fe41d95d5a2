import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { putFiles } from '../../../src/cluster/docker/containerFiles';
import type { Access } from '../../../src/cluster/docker/access';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';
import { labelFilter, labels } from '../../../src/cluster/vocabulary/labels';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { newest } from '../../support/serverVersions';
import { quietly, resourcesOf, testAccess, testName, untilDone } from '../../support/testAccess';

const name = testName('endless');
const repository = `galera-clusters/${name}`;

describe('An image that comes to no end', () => {
  let access: Access;

  /** An image whose bash is another program. */
  const imageWith = async (tag: string, program: string): Promise<string> => {
    const container = await access.docker.createContainer({
      Image: newest.image,
      Cmd: ['true'],
      Labels: { ...access.scope },
    });
    try {
      await putFiles(container, [{ path: '/usr/local/bin/bash', content: `#!/bin/sh\n${program}\n`, mode: 0o755 }]);
      await container.commit({ repo: repository, tag });
      return `${repository}:${tag}`;
    } finally {
      await container.remove({ v: true });
    }
  };

  const probes = (): Promise<unknown[]> =>
    access.docker.listContainers({
      all: true,
      filters: { label: [...labelFilter(access.scope).label, `${labels.role}=probe`] },
    });

  before(async () => {
    access = await testAccess();
  });
  after(async () => {
    const images = await access.docker.listImages({ filters: { reference: [repository] } });
    await Promise.all(images.map(({ Id: id }) => access.docker.getImage(id).remove({ force: true })));
  });

  it('and prints all the while is no node image', async () => {
    const image = await imageWith('prints', 'while :; do echo version=11.8.9-MariaDB; done');
    await assert.rejects(startCluster(access, { name, nodes: 1, image }, quietly), {
      code: 'badImage',
      message: /has more than \d+ bytes/,
    });
    assert.deepEqual([await resourcesOf(access, name), await probes()], [[], []]);
  });

  it('and says nothing is left alone when the start is cancelled', async () => {
    const image = await imageWith('sleeps', 'sleep 3600');
    const abort = new AbortController();
    const starting = startCluster(access, { name, nodes: 1, image }, { ...quietly, signal: abort.signal });
    const cancelled = assert.rejects(starting, (error) => GaleraError.is(error, 'aborted'));
    const details = (): Promise<string[]> => Promise.resolve([]);
    await waitUntil(
      { signal: untilDone, what: 'the image to be looked into', deadlineMs: 30_000, details },
      async () => ((await probes()).length > 0 ? { done: true } : 'notYet'),
    );
    abort.abort();
    await cancelled;
    assert.deepEqual([await resourcesOf(access, name), await probes()], [[], []]);
  });
});
