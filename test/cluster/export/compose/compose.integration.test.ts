import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { RowDataPacket } from 'mysql2/promise';
import { parse } from 'yaml';
import { waitUntil } from '../../../../src/cluster/async/waitUntil';
import type { Access } from '../../../../src/cluster/docker/access';
import { openConnection } from '../../../../src/cluster/sql/openConnection';
import { Compose } from '../../../support/compose';
import { galera } from '../../../support/galeraCli';
import { runAndClose } from '../../../support/sql';
import { dropCluster, testAccess, testName, testScope, untilDone } from '../../../support/testAccess';

const name = testName('compose');
const nodes = ['g1', 'g2', 'g3'];
const connectTimeoutMs = 5_000;
const deadlineMs = 90_000;
const image = process.env['GALERA_TEST_IMAGE_OFFICIAL_LIKE'] ?? process.env['GALERA_TEST_IMAGE'] ?? '';

interface Folder {
  readonly path: string;
  readonly ports: ReadonlyMap<string, number>;
  readonly password: string;
  readonly ca: string;
}

async function readExported(path: string): Promise<Folder> {
  const read = (file: string): Promise<string> => readFile(join(path, file), 'utf8');
  const ports = [...(await read('.env')).matchAll(/^(G\d)_PORT=(\d+)$/gm)];
  return {
    path,
    ports: new Map(ports.map(([, node = '', port]) => [node.toLowerCase(), Number(port)])),
    password: (await read('secrets/root_password')).trim(),
    ca: await read('galera/tls/ca.pem'),
  };
}

describe('A cluster that was exported to compose', function () {
  let access: Access;
  let parent: string;
  let folder: Folder;
  let compose: Compose;

  /** As a client of this machine, who checks the server; reads see what others have committed before. */
  async function sql(node: string, ...statements: string[]): Promise<RowDataPacket[]> {
    const { ports, password, ca } = folder;
    const at = { host: '127.0.0.1', port: ports.get(node) ?? 0, user: 'root', password, ca };
    return runAndClose(await openConnection(at, connectTimeoutMs), ['SET SESSION wsrep_sync_wait = 1', ...statements]);
  }

  const rowsOn = async (node: string): Promise<number[]> =>
    (await sql(node, 'SELECT id FROM shop.t ORDER BY id')).map((row) => Number(row['id']));

  /** What a node says of its component: Primary, how many are in it, its own state, and the history. */
  async function stateOf(node: string): Promise<string> {
    const rows = await sql(
      node,
      "SHOW STATUS WHERE Variable_name IN ('wsrep_cluster_status', 'wsrep_cluster_size', 'wsrep_local_state_comment')",
    );
    return rows
      .map((row) => String(row['Value']))
      .sort()
      .join(' ');
  }

  /** What a look finds, once it finds anything. */
  function until<T extends object | string | true>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const details = async (): Promise<string[]> => (await compose.do('logs', '--no-color', '--tail', '20')).split('\n');
    return waitUntil({ signal: untilDone, what, deadlineMs, details }, async () => {
      const found = await look();
      return found === undefined ? 'notYet' : { done: found };
    });
  }

  async function untilServing(...expected: string[]): Promise<void> {
    const whole = `${String(expected.length)} Primary Synced`;
    await until(`${expected.join(', ')} to serve`, async () => {
      const states = await Promise.all(expected.map((node) => stateOf(node).catch(String)));
      return states.every((state) => state === whole) ? states : undefined;
    });
  }

  async function historyOf(node: string): Promise<string> {
    return String((await sql(node, "SHOW STATUS LIKE 'wsrep_cluster_state_uuid'"))[0]?.['Value']);
  }

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    parent = await mkdtemp(join(tmpdir(), 'galera-compose-'));
    const path = join(parent, 'out');
    assert.equal((await galera(['start', name, '--nodes', '3', '--image', image])).exitCode, 0);
    const { exitCode, stdout, stderr } = await galera(['export', name, '--to', 'compose', '--out', path, '--json']);
    assert.equal(exitCode, 0, stderr);
    folder = await readExported(path);
    assert(!`${stdout}${stderr}`.includes(folder.password), 'no secret is printed');
    const { files } = JSON.parse(stdout) as { files: { path: string; secret: boolean }[] };
    for (const file of files) {
      const mode = ((await stat(join(path, file.path))).mode & 0o777).toString(8);
      assert.equal(mode, file.secret ? '600' : '644', file.path);
    }
    // From here on there is no cluster of ours any more; its ports are free.
    await dropCluster(access, name);
    // So that whoever clears up after tests finds what this one made.
    const labels = { 'galera-clusters.test': testScope };
    const { services, volumes } = parse(await readFile(join(path, 'compose.yaml'), 'utf8')) as Record<string, object>;
    const labelled = (of: object = {}): object => Object.fromEntries(Object.keys(of).map((each) => [each, { labels }]));
    const over = { services: labelled(services), volumes: labelled(volumes), networks: { default: { labels } } };
    await writeFile(join(parent, 'labels.json'), JSON.stringify(over));
    compose = new Compose(path, name, ['compose.yaml', '../labels.json']);
  });

  after(async () => {
    await (compose as Compose | undefined)?.do('down', '-v', '-t', '1');
    await rm(parent, { recursive: true, force: true });
    await dropCluster(access, name);
  });

  it('goes into no folder in which there is something', async () => {
    assert.equal((await galera(['export', name, '--to', 'compose', '--out', parent])).exitCode, 1);
  });

  it('starts by one command: one node founds it, the others join, and all know the same password and authority', async () => {
    await compose.do('up', '-d');
    await untilServing(...nodes);
    assert.equal(new Set(await Promise.all(nodes.map(historyOf))).size, 1);
    await sql(
      'g1',
      'CREATE DATABASE shop',
      'CREATE TABLE shop.t (id INT PRIMARY KEY)',
      'INSERT INTO shop.t VALUES (1)',
    );
    assert.deepEqual(await rowsOn('g3'), [1]);
  });

  it('loses a node and serves, and takes it back', async () => {
    await access.docker.getContainer(await compose.containerOf('g1')).kill();
    await until('the others to serve', () => sql('g2', 'INSERT INTO shop.t VALUES (2)').catch(() => undefined));
    assert.deepEqual(await rowsOn('g3'), [1, 2]);
    await compose.do('up', '-d');
    await untilServing(...nodes);
    assert.deepEqual(await rowsOn('g1'), [1, 2]);
  });

  it('is the same cluster after down and up; a node with older data founds nothing by itself meanwhile', async () => {
    const history = await historyOf('g1');
    await compose.do('stop', 'g1');
    await sql('g2', 'INSERT INTO shop.t VALUES (3)');
    await compose.do('down');
    await compose.do('up', '-d', 'g1');
    const said = await until(
      'g1 to say that it waits',
      async () =>
        /waits: .* served last with g1, may hold more/.exec(await compose.do('logs', '--no-color', 'g1'))?.[0],
    );
    assert.match(said, /^waits: g[23]/);
    await compose.do('up', '-d');
    await untilServing(...nodes);
    assert.deepEqual(await Promise.all(nodes.map(rowsOn)), [
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    assert.deepEqual(new Set(await Promise.all(nodes.map(historyOf))), new Set([history]));
  });

  it('founds itself again after a crash of all at once', async () => {
    const ids = await Promise.all(nodes.map((node) => compose.containerOf(node)));
    await Promise.all(ids.map((id) => access.docker.getContainer(id).kill()));
    await compose.do('up', '-d');
    await untilServing(...nodes);
    assert.deepEqual(await Promise.all(nodes.map(rowsOn)), [
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    await until('Docker to call them healthy', async () => {
      const states = await Promise.all(ids.map((id) => access.docker.getContainer(id).inspect()));
      return states.every(({ State }) => State.Health?.Status === 'healthy') ? true : undefined;
    });
  });
});
