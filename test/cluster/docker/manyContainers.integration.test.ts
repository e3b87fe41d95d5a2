import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { connectDocker } from '../../../src/cluster/docker/connectDocker';
import { labels, resourceLabels } from '../../../src/cluster/vocabulary/labels';
import { canHaveSecondDocker, SecondDocker } from '../../support/secondDocker';
import { newest } from '../../support/serverVersions';
import { testScope, untilDone } from '../../support/testAccess';

const name = 'it-many';
const atOnce = 8;

describe('2,000 containers of others, half of which look like nodes by their labels', () => {
  let docker: SecondDocker;

  before(async function () {
    if (!canHaveSecondDocker()) {
      this.skip();
    }
    docker = await SecondDocker.begin(newest.image);
    const own = (await connectDocker({ signal: untilDone, configuredHost: `unix://${docker.socket}` })).docker;
    const numbers = Array.from({ length: 2_000 }, (_, index) => index);
    const work = async (): Promise<void> => {
      for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) {
        const lookAlike = {
          ...resourceLabels(name, 'node', { [labels.test]: testScope }),
          [labels.node]: `g${String((number % 9) + 1)}`,
        };
        await own.createContainer({
          name: `stranger-${String(number)}`,
          Image: newest.image,
          Cmd: ['true'],
          ...(number % 2 === 0 ? { Labels: lookAlike } : {}),
        });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  });
  after(() => docker?.end());

  const count = async (): Promise<number> =>
    (await docker.docker('ps', '--all', '--quiet', '--filter', 'name=^stranger-')).split('\n').length - 1;

  it("are in nobody's way, and nobody touches them", async () => {
    for (const args of [
      ['start', name, '--nodes', '2', '--image', newest.image],
      ['status', name],
      ['idle', name, 'g2'],
      ['restore', name, 'g2'],
      ['stop', name],
      ['start', name],
    ]) {
      const { exitCode, stderr } = await docker.galera(args);
      assert.equal(exitCode, 0, `${args.join(' ')}: ${stderr}`);
    }
    const { stdout } = await docker.galera(['status', '--json']);
    const [cluster] = (
      JSON.parse(stdout) as { clusters: { name: string; health: string; nodes: unknown[]; foreign: string[] }[] }
    ).clusters;
    assert.deepEqual(
      [cluster?.name, cluster?.health, cluster?.nodes.length, cluster?.foreign.length],
      [name, 'healthy', 2, 1_000],
    );
    const table = await docker.galera(['status', name]);
    assert.match(table.stdout, /and 995 more/);
    const removed = await docker.galera(['remove', name, '--yes']);
    assert.equal(removed.exitCode, 0, removed.stderr);
    assert.equal(await count(), 2_000);
  });
});
