import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { canHaveSecondDocker, SecondDocker } from '../../support/secondDocker';
import { newest } from '../../support/serverVersions';

const name = 'it-full-disk';
/** For the image and four nodes. */
const diskMegabytes = 3_000;

describe('A disk that is full from some moment of an operation on', () => {
  let docker: SecondDocker;

  const inNode = (node: string, sql: string): Promise<string> =>
    docker.docker('exec', `galera-${name}-${node}`, 'mariadb', '-BN', '-e', sql);
  const left = async (): Promise<readonly string[]> => {
    const listed = [
      await docker.docker('ps', '--all', '--format', '{{.Names}}'),
      await docker.docker('volume', 'ls', '--quiet'),
      await docker.docker('network', 'ls', '--format', '{{.Name}}'),
    ];
    return listed
      .join('')
      .split('\n')
      .filter((each) => each.includes(name));
  };

  async function succeed(...args: readonly string[]): Promise<void> {
    const { exitCode, stderr } = await docker.galera(args);
    assert.equal(exitCode, 0, stderr);
  }

  /**
   * The operation fails, and names the disk in one sentence; it has room again afterwards.
   *
   * @returns false where it needed no more room from that moment on, and was done.
   */
  async function failOnFullDisk(args: readonly string[], moment: RegExp | undefined): Promise<boolean> {
    let filled = false;
    const fill = (): void => {
      docker.fillDisk();
      filled = true;
    };
    if (moment === undefined) {
      fill();
    }
    const { exitCode, stderr } = await docker.galera(
      args,
      moment === undefined ? undefined : { pattern: moment, act: fill },
    );
    docker.freeDisk();
    assert.ok(filled, stderr);
    if (exitCode === 0 && moment !== undefined) {
      return false;
    }
    assert.equal(exitCode, 1, stderr);
    const said = stderr.split('\n').filter((line) => line.startsWith('galera: '));
    assert.equal(said.length, 1, stderr);
    assert.match(said[0] ?? '', /: the disk that Docker uses is full\.$/, stderr);
    return true;
  }

  async function assertHolds(nodes: readonly string[], rows: number): Promise<void> {
    for (const node of nodes) {
      assert.equal(
        await inNode(node, 'SET SESSION wsrep_sync_wait = 1; SELECT COUNT(*) FROM shop.sold'),
        `${String(rows)}\n`,
        node,
      );
    }
  }

  before(async function () {
    if (!canHaveSecondDocker()) {
      this.skip();
    }
    docker = await SecondDocker.begin(newest.image, { diskMegabytes });
  });
  after(() => docker?.end());
  afterEach(() => {
    docker.freeDisk();
  });

  const start = ['start', name, '--nodes', '2', '--image', newest.image];
  for (const moment of [undefined, /g1: making container/, /g1: preparing data/, /g1: bootstrapping/, /g2: joining/]) {
    it(`a first start, from ${moment?.source ?? 'its beginning'}: nothing is left, and the next one works`, async () => {
      if (await failOnFullDisk(start, moment)) {
        assert.deepEqual(await left(), []);
        await succeed(...start);
      }
      await succeed('remove', name, '--yes');
    });
  }

  describe('of a cluster with data', () => {
    before(async () => {
      await succeed(...start);
      await inNode(
        'g1',
        'CREATE DATABASE shop; CREATE TABLE shop.sold (id INT PRIMARY KEY); INSERT INTO shop.sold VALUES (1)',
      );
    });

    for (const moment of [undefined, /g\d: preparing data/, /g\d: bootstrapping/, /g\d: joining/]) {
      it(`a resume, from ${moment?.source ?? 'its beginning'}: a start brings every row back`, async () => {
        await succeed('stop', name);
        await failOnFullDisk(['start', name], moment);
        await succeed('start', name);
        await assertHolds(['g1', 'g2'], 1);
      });
    }

    for (const moment of [undefined, /g3: making container/, /g3: joining/]) {
      it(`a scale-up, from ${moment?.source ?? 'its beginning'}: what served before serves afterwards`, async () => {
        const failed = await failOnFullDisk(['scale', name, '3'], moment);
        await assertHolds(['g1', 'g2'], 1);
        if (failed) {
          await succeed('scale', name, '3');
        }
        await assertHolds(['g1', 'g2', 'g3'], 1);
        await succeed('scale', name, '2', '--yes');
      });
    }

    for (const moment of [undefined, /g2: joining/]) {
      it(`a restore, from ${moment?.source ?? 'its beginning'}: the next one brings every row back`, async () => {
        await succeed('kill', name, 'g2');
        if (await failOnFullDisk(['restore', name, 'g2'], moment)) {
          await succeed('restore', name, 'g2');
        }
        await assertHolds(['g1', 'g2'], 1);
      });
    }

    it('a rebuild, from its beginning: nothing is wiped', async () => {
      await failOnFullDisk(['rebuild', name, 'g2', '--yes'], undefined);
      await assertHolds(['g1', 'g2'], 1);
    });

    it('a rebuild, while the node is filled: a restore brings every row back', async () => {
      if (await failOnFullDisk(['rebuild', name, 'g2', '--yes'], /g2: joining/)) {
        await succeed('restore', name, 'g2');
      }
      await assertHolds(['g1', 'g2'], 1);
    });

    it('writes: a start brings back what was acknowledged', async () => {
      docker.fillDisk();
      let acknowledged = 1;
      const write = (id: number): Promise<boolean> =>
        inNode('g1', `INSERT INTO shop.sold VALUES (${String(id)})`).then(
          () => true,
          () => false,
        );
      while (acknowledged < 200 && (await write(acknowledged + 1))) {
        acknowledged += 1;
      }
      docker.freeDisk();
      await succeed('start', name);
      for (const node of ['g1', 'g2']) {
        const sql = `SET SESSION wsrep_sync_wait = 1; SELECT COUNT(*) FROM shop.sold WHERE id <= ${String(acknowledged)}`;
        assert.equal(await inNode(node, sql), `${String(acknowledged)}\n`, node);
      }
    });

    it('a stop and a removal: nothing is changed, and both work once there is room', async () => {
      await failOnFullDisk(['stop', name], undefined);
      await failOnFullDisk(['remove', name, '--yes'], undefined);
      await succeed('stop', name);
      await succeed('remove', name, '--yes');
      assert.deepEqual(await left(), []);
    });
  });
});
