import assert from 'node:assert/strict';
import type Docker from 'dockerode';
import { afterEach, before, describe, it } from 'mocha';
import type { Access } from '../../../src/cluster/docker/access';
import { isContainerGone } from '../../../src/cluster/docker/dockerErrors';
import { removeForgottenProbes } from '../../../src/cluster/docker/forgottenProbes';
import { labels, resourceLabels } from '../../../src/cluster/vocabulary/labels';
import { newest } from '../../support/serverVersions';
import { testAccess, testScope } from '../../support/testAccess';

describe('Probes that nobody has started', () => {
  let access: Access;
  const made: Docker.Container[] = [];

  async function makeProbe(): Promise<Docker.Container> {
    const container = await access.docker.createContainer({
      Image: newest.image,
      Entrypoint: ['true'],
      Labels: resourceLabels('', 'probe', { [labels.test]: `${testScope}-probes` }),
    });
    made.push(container);
    return container;
  }

  const isThere = (container: Docker.Container): Promise<boolean> =>
    container.inspect().then(
      () => true,
      (error: unknown) => {
        assert.ok(isContainerGone(error));
        return false;
      },
    );

  before(async () => {
    access = { ...(await testAccess()), scope: { [labels.test]: `${testScope}-probes` } };
  });
  afterEach(async () => {
    await Promise.all(made.splice(0).map((each) => each.remove({ force: true }).catch(() => undefined)));
  });

  it('stay for a minute, in which their maker may be about to', async () => {
    const probe = await makeProbe();
    await removeForgottenProbes(access);
    assert.equal(await isThere(probe), true);
  });

  it('go after that, when the next is made; what has run is left alone', async () => {
    const old = await makeProbe();
    const ran = await makeProbe();
    await ran.start();
    await ran.wait();
    // Docker counts in seconds.
    let next = await makeProbe();
    const { Created: first } = await old.inspect();
    while (Date.parse((await next.inspect()).Created) - Date.parse(first) < 2_000) {
      await next.remove();
      next = await makeProbe();
    }
    await removeForgottenProbes(access, 1);
    assert.deepEqual([await isThere(old), await isThere(ran), await isThere(next)], [false, true, true]);
  });
});
