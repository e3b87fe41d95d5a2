import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { newest } from '../../support/serverVersions';
import { canHaveSecondDocker, SecondDocker } from '../../support/secondDocker';

const name = 'it-restarted';

describe('Docker restarted in the middle of an operation', () => {
  let docker: SecondDocker;

  const inNode = (node: string, sql: string): Promise<string> =>
    docker.docker('exec', `galera-${name}-${node}`, 'mariadb', '-BN', '-e', sql);
  const start = (...args: readonly string[]) => docker.galera(['start', name, ...args]);

  /** Runs an operation, and restarts Docker by a signal once it has come so far; it ends by itself, and says why. */
  async function restartedMidway(args: readonly string[], pattern: RegExp, signal: NodeJS.Signals): Promise<void> {
    let restarted: Promise<void> | undefined;
    const { exitCode, stderr } = await docker.galera(args, {
      pattern,
      act: () => {
        restarted = docker.restart(signal);
      },
    });
    assert.ok(restarted !== undefined, stderr);
    await restarted;
    assert.equal(exitCode, 1, stderr);
    assert.match(stderr, /galera: .*Docker/);
  }

  before(async function () {
    if (!canHaveSecondDocker()) {
      this.skip();
    }
    docker = await SecondDocker.begin(newest.image);
  });
  after(() => docker?.end());

  it('a first start: the next one completes it, or says that one node is left of it, and how to go on with that', async () => {
    await restartedMidway(['start', name, '--nodes', '2', '--image', newest.image], /g1: making container/, 'SIGTERM');
    const next = await start('--nodes', '2', '--image', newest.image);
    if (next.exitCode !== 0) {
      // Docker went down in the middle of taking it back, which may have left either.
      assert.match(next.stderr, /exists with 1 nodes\.\nStart it without naming a number of nodes/);
      for (const args of [
        ['start', name],
        ['scale', name, '2'],
      ]) {
        const { exitCode, stderr } = await docker.galera(args);
        assert.equal(exitCode, 0, stderr);
      }
    }
    await inNode(
      'g1',
      'CREATE DATABASE shop; CREATE TABLE shop.sold (id INT PRIMARY KEY); INSERT INTO shop.sold VALUES (1)',
    );
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`a scale-up, by ${signal}: a start brings every row back, on every node`, async () => {
      await restartedMidway(['scale', name, '3'], /g3: joining/, signal);
      const { exitCode, stderr } = await start();
      assert.equal(exitCode, 0, stderr);
      for (const node of ['g1', 'g2', 'g3']) {
        assert.equal(
          await inNode(node, 'SET SESSION wsrep_sync_wait = 1; SELECT COUNT(*) FROM shop.sold'),
          '1\n',
          node,
        );
      }
      const scaled = await docker.galera(['scale', name, '2', '--yes']);
      assert.equal(scaled.exitCode, 0, scaled.stderr);
    });
  }
});
