import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Access } from '../../../src/cluster/docker/access';
import { labels, resourceLabels } from '../../../src/cluster/vocabulary/labels';
import { readConnection } from '../../../src/cluster/view/readConnection';
import { cliBundle, type CliResult, galera } from '../../support/galeraCli';
import { sqlOn } from '../../support/sql';
import {
  dropCluster,
  nodeContainer,
  resourcesOf,
  testAccess,
  testName,
  testScope,
  untilDone,
} from '../../support/testAccess';
import { imageWithoutGalera, newest } from '../../support/serverVersions';

const name = testName('bad');
const { image } = newest;
const testLabel = { [labels.test]: testScope };

/** One sentence of ours first, no stack trace, and the exit code. */
function assertOneSentence({ exitCode, stderr }: CliResult, code: number, sentence: RegExp): void {
  const lines = stderr.split('\n').filter((line) => line.startsWith('galera: '));
  assert.equal(lines.length, 1, stderr);
  assert.match(lines[0] ?? '', sentence);
  assert.equal(exitCode, code, stderr);
  assert.doesNotMatch(stderr, /^\s+at .*\(/m);
}

describe('Bad input', () => {
  let access: Access;

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
  });
  afterEach(() => dropCluster(access, name));

  for (const [what, args, sentence] of [
    ['an unknown verb', ['begin'], /no verb "begin"/],
    ['an unknown option', ['start', '--fast'], /--fast/],
    ['a name with capitals', ['start', 'Demo'], /"Demo" can't be a cluster's name/],
    ['a name that is too long', ['start', 'a'.repeat(32)], /can't be a cluster's name/],
    ['0 nodes', ['start', name, '--nodes', '0'], /can't have 0 nodes/],
    ['10 nodes', ['start', name, '--nodes', '10'], /can't have 10 nodes/],
    ['no number of nodes', ['start', name, '--nodes', 'many'], /takes a number/],
    ['an image reference that is none', ['start', name, '--image', 'no image'], /is no image reference/],
  ] as const) {
    it(`${what} is a question of usage`, async () => {
      assertOneSentence(await galera(args), 2, sentence);
      assert.deepEqual(await resourcesOf(access, name), []);
    });
  }

  it('an image that is nowhere is said to be missing', async () => {
    assertOneSentence(
      await galera(['start', name, '--image', 'galera-clusters/nowhere:1']),
      1,
      /nowhere:1 isn't on this machine and can't be pulled/,
    );
    assert.deepEqual(await resourcesOf(access, name), []);
  });

  it('an image without Galera is refused before anything is made, with the tags that have it', async () => {
    const result = await galera(['start', name, '--image', imageWithoutGalera]);
    assertOneSentence(result, 1, /has no Galera/);
    assert.match(result.stderr, /11\.8/);
    assert.deepEqual(await resourcesOf(access, name), []);
  });

  it('a cluster that is not there is named as unknown by every verb', async () => {
    for (const args of [
      ['status', name],
      ['connect', name],
      ['stop', name],
      ['remove', name, '--yes'],
    ]) {
      assertOneSentence(await galera(args), 1, /There is no cluster named "it-bad-\w+"/);
    }
  });

  it('no engine at the named host is said, with what was tried', async () => {
    const result = await galera(['status'], { env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } });
    assertOneSentence(result, 1, /Docker doesn't answer/);
    assert.match(result.stderr, /nowhere\/docker\.sock/);
  });

  describe('as another user', () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'galera-denied-'));
      await copyFile(cliBundle, join(folder, 'cli.cjs'));
    });
    after(() => rm(folder, { recursive: true }));

    it('a socket without permission is told apart from an engine that is down', async function () {
      if (process.getuid?.() !== 0) {
        this.skip();
      }
      const { chmod } = await import('node:fs/promises');
      await chmod(folder, 0o755);
      const result = await galera(['status'], { uid: 65_534, bundle: join(folder, 'cli.cjs'), env: { HOME: folder } });
      assertOneSentence(result, 1, /may not use Docker's socket/);
      assert.match(result.stderr, /group "docker"/);
    });
  });

  it('a foreign container of the same name is left alone', async () => {
    const foreign = await access.docker.createContainer({
      name: `galera-${name}-g2`,
      Image: image,
      Cmd: ['true'],
      Labels: testLabel,
    });
    try {
      assertOneSentence(
        await galera(['start', name]),
        1,
        /container named galera-it-bad-\w+-g2 exists that isn't ours/,
      );
      assert.deepEqual(await resourcesOf(access, name), []);
      assert.equal((await foreign.inspect()).State.Status, 'created');
    } finally {
      await foreign.remove({ v: true });
    }
  });

  it('a foreign volume of the same name is left alone', async () => {
    await access.docker.createVolume({ Name: `galera-${name}-g2`, Labels: testLabel });
    try {
      assertOneSentence(await galera(['start', name]), 1, /volume named galera-it-bad-\w+-g2 exists that isn't ours/);
      assert.deepEqual(await resourcesOf(access, name), []);
    } finally {
      await access.docker.getVolume(`galera-${name}-g2`).remove();
    }
  });

  it('a foreign network of the same name is left alone', async () => {
    const foreign = await access.docker.createNetwork({ Name: `galera-${name}-clients`, Labels: testLabel });
    try {
      assertOneSentence(
        await galera(['start', name]),
        1,
        /network named galera-it-bad-\w+-clients exists that isn't ours/,
      );
      assert.deepEqual(await resourcesOf(access, name), []);
    } finally {
      await foreign.remove();
    }
  });

  it('a node whose port someone took while it was stopped moves to another one and says so', async () => {
    assert.equal((await galera(['start', name, '--nodes', '1'])).exitCode, 0);
    const { nodes } = await readConnection(access, name, untilDone);
    await sqlOn(access, name, 'g1', 'CREATE DATABASE kept');
    assert.equal((await galera(['stop', name])).exitCode, 0);
    const thief: Server = createServer();
    await new Promise<void>((resolve) => thief.listen(nodes[0]?.port, '127.0.0.1', resolve));
    try {
      const { exitCode, stderr } = await galera(['start', name]);
      assert.equal(exitCode, 0, stderr);
      assert.match(stderr, /g1 moves to \d+/);
      assert.equal((await sqlOn(access, name, 'g1', "SHOW DATABASES LIKE 'kept'")).length, 1);
    } finally {
      thief.close();
    }
  });

  it('a disk that is full while starting is named, and what was made is taken back', async () => {
    const volume = `galera-${name}-g1`;
    await access.docker.createVolume({
      Name: volume,
      Driver: 'local',
      DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: 'size=30m' },
      Labels: {
        ...resourceLabels(name, 'node', testLabel),
        [labels.node]: 'g1',
        [labels.nodes]: '1',
        [labels.image]: image,
      },
    });
    // A tmpfs is empty again whenever no container holds it.
    const holder = await access.docker.createContainer({
      Image: image,
      Entrypoint: ['cat'],
      OpenStdin: true,
      Labels: testLabel,
      HostConfig: { Binds: [`${volume}:/held`] },
    });
    try {
      await holder.start();
      assertOneSentence(await galera(['start', name]), 1, /disk that Docker uses is full/);
      assert.deepEqual(await resourcesOf(access, name), [`volume ${volume}`]);
    } finally {
      await holder.remove({ force: true, v: true });
    }
  });

  for (const moment of ['making container', 'preparing data', 'bootstrapping', 'g1: Synced']) {
    it(`Ctrl+C at "${moment}" leaves nothing`, async () => {
      const result = await galera(['start', name, '--nodes', '2'], {
        signalOn: { pattern: new RegExp(moment), signal: 'SIGINT' },
      });
      assertOneSentence(result, 1, /Cancelled/);
      assert.deepEqual(await resourcesOf(access, name), []);
    });
  }

  it('a terminal that is closed midway leaves nothing', async () => {
    const result = await galera(['start', name, '--nodes', '1'], {
      signalOn: { pattern: /preparing data/, signal: 'SIGHUP' },
    });
    assertOneSentence(result, 1, /Cancelled/);
    assert.deepEqual(await resourcesOf(access, name), []);
  });

  it('a reader that goes away midway keeps nothing from being done', async () => {
    const piped = (line: string): Promise<{ stdout: string }> =>
      promisify(execFile)(
        'bash',
        ['-c', `galera() { ${process.execPath} ${cliBundle} "$@"; }; ${line}; echo "\${PIPESTATUS[0]}"`],
        { env: { ...process.env, GALERA_TEST: testScope } },
      );
    assert.match((await piped(`galera start ${name} --nodes 1 2>&1 | head -n 1`)).stdout, /\n0\n$/);
    assert.equal((await piped('galera status | true')).stdout, '0\n');
    const { stdout } = await galera(['status', name]);
    assert.match(stdout, /^g1 +Synced/m);
  });

  it('Ctrl+C while a stopped cluster resumes leaves it stopped, its data kept', async () => {
    assert.equal((await galera(['start', name, '--nodes', '2'])).exitCode, 0);
    await sqlOn(access, name, 'g1', 'CREATE DATABASE kept');
    assert.equal((await galera(['stop', name])).exitCode, 0);
    const result = await galera(['start', name], { signalOn: { pattern: /g1: Synced/, signal: 'SIGINT' } });
    assertOneSentence(result, 1, /Cancelled/);
    for (const node of ['g1', 'g2']) {
      assert.equal((await nodeContainer(access, name, node).inspect()).State.Running, false);
    }
    assert.equal((await galera(['start', name])).exitCode, 0);
    assert.equal((await sqlOn(access, name, 'g2', "SHOW DATABASES LIKE 'kept'")).length, 1);
  });
});
