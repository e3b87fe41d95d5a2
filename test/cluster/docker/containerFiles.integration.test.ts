import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type Docker from 'dockerode';
import { readFile } from '../../../src/cluster/docker/containerFiles';
import { newest } from '../../support/serverVersions';
import { testAccess } from '../../support/testAccess';

describe('A file in a container', () => {
  const whole = 'x'.repeat(2_000);
  let container: Docker.Container;

  before(async () => {
    const access = await testAccess();
    container = await access.docker.createContainer({
      Image: newest.image,
      Entrypoint: ['bash', '-c', `while true; do printf %s ${whole} >/rewritten; done`],
      Cmd: [],
      NetworkDisabled: true,
      Labels: access.scope,
    });
    await container.start();
  });
  after(() => container.remove({ force: true, v: true }));

  it('that is written anew all the time is read as it is at some moment', async () => {
    // One archive in eight breaks off.
    for (let reading = 0; reading < 30; reading++) {
      const text = (await readFile(container, '/rewritten')) ?? '';
      assert(whole.startsWith(text), text);
    }
  });
});
