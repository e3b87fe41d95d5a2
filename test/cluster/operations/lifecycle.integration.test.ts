import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { lastLogLines } from '../../../src/cluster/docker/containerLogs';
import type { Access } from '../../../src/cluster/docker/access';
import { zeroUuid } from '../../../src/cluster/guard/position';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { readConnection } from '../../../src/cluster/view/readConnection';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { galera } from '../../support/galeraCli';
import { withoutBoots } from '../../support/plainLog';
import { sqlOn } from '../../support/sql';
import { dropCluster, nodeContainer, resourcesOf, testAccess, testName, untilDone } from '../../support/testAccess';

const name = testName('life');
const nodes = ['g1', 'g2', 'g3'];

interface StatusDocument {
  clusters: {
    name: string;
    health: string;
    stateUuid: string | null;
    nodes: {
      name: string;
      state: string;
      clusterStatus: string;
      clusterSize: number;
      lastCommitted: number;
      port: number;
    }[];
  }[];
}

async function status(): Promise<StatusDocument['clusters'][number]> {
  const { exitCode, stdout, stderr } = await galera(['status', name, '--json']);
  assert.equal(exitCode, 0, stderr);
  const cluster = (JSON.parse(stdout) as StatusDocument).clusters[0];
  assert.ok(cluster);
  return cluster;
}

describe('A three-node cluster, from start to removal', function () {
  let access: Access;
  let stateUuid: string | null;

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
  });
  after(() => dropCluster(access, name));

  it('starts with three Synced nodes of one component and one state UUID', async () => {
    const { exitCode, stdout, stderr } = await galera(['start', name]);
    assert.equal(exitCode, 0, stderr);
    assert.equal(stdout.match(/Synced/g)?.length, 3);
    const cluster = await status();
    assert.equal(cluster.health, 'healthy');
    assert.match(cluster.stateUuid ?? '', /^[0-9a-f-]{36}$/);
    assert.notEqual(cluster.stateUuid, zeroUuid);
    for (const node of cluster.nodes) {
      assert.deepEqual([node.state, node.clusterStatus, node.clusterSize], ['Synced', 'Primary', 3], node.name);
    }
    stateUuid = cluster.stateUuid;
  });

  it('let its joiners begin with the empty state that all share, so that none needed a full transfer', async () => {
    const logs = await Promise.all(
      nodes.map(async (node) =>
        withoutBoots(
          (await nodeContainer(access, name, node).logs({ stdout: true, stderr: true, follow: false })).toString(
            'utf8',
          ),
        ),
      ),
    );
    const methods = logs.flatMap((log) =>
      [...log.matchAll(/galera-sst: started: method=(\w+)/g)].map(([, method]) => method),
    );
    assert.deepEqual(methods, ['ist', 'ist']);
    const accounts = await Promise.all(
      nodes.map((node) =>
        sqlOn(access, name, node, 'SELECT User, Host, Priv FROM mysql.global_priv ORDER BY User, Host'),
      ),
    );
    assert.deepEqual(accounts[1], accounts[0]);
    assert.deepEqual(accounts[2], accounts[0]);
  });

  it('shows on g3 what was written on g1', async () => {
    await sqlOn(
      access,
      name,
      'g1',
      'CREATE DATABASE shop',
      'CREATE TABLE shop.orders (id INT PRIMARY KEY)',
      'INSERT INTO shop.orders VALUES (7)',
    );
    assert.deepEqual(await sqlOn(access, name, 'g3', 'SELECT id FROM shop.orders'), [{ id: 7 }]);
  });

  it('stays as it is when started again', async () => {
    const { exitCode, stderr } = await galera(['start', name]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /running already/);
    assert.equal((await status()).stateUuid, stateUuid);
  });

  it('refuses a start that asks for another size or image, unharmed', async () => {
    for (const args of [
      ['--nodes', '5'],
      ['--image', 'mariadb:10.11'],
    ]) {
      const { exitCode, stderr } = await galera(['start', name, ...args]);
      assert.equal(exitCode, 1);
      assert.match(stderr, /"it-life-\w+" exists with/);
    }
    assert.equal((await status()).health, 'healthy');
  });

  it('shows no password in processes, container configuration or logs', async () => {
    const { password } = await readConnection(access, name, untilDone);
    assert.match(password, /^[A-Za-z0-9]{32}$/);
    for (const node of nodes) {
      const container = nodeContainer(access, name, node);
      const credentials = await execute(access, node, 'cat /var/lib/mysql/galera/credentials');
      const secrets = [...credentials.matchAll(/^(?:\w+_password|ca_key)=(\S+)$/gm)].map((match) => match[1] ?? '');
      assert.equal(
        secrets.length,
        4,
        "the file holds the three passwords and the authority's key, so a search for them can find them",
      );
      assert.ok(secrets.includes(password));
      const places: Record<string, string> = {
        processes: await execute(access, node, 'for p in /proc/[0-9]*; do tr "\\0" " " <$p/cmdline; done'),
        inspect: JSON.stringify(await container.inspect()),
        log: (await lastLogLines(container, 100_000)).join('\n'),
      };
      for (const [place, text] of Object.entries(places)) {
        assert.ok(text.length > 100, place);
        assert.ok(!secrets.some((secret) => text.includes(secret)), `${node}: a password shows in ${place}`);
      }
      assert.match(
        await execute(access, node, 'stat -c %a /var/lib/mysql/galera/credentials /etc/galera-clusters/server.cnf'),
        /600\s+600/,
      );
    }
  });

  it('publishes SQL on 127.0.0.1 only', async () => {
    for (const node of nodes) {
      const { NetworkSettings: network } = await nodeContainer(access, name, node).inspect();
      const bindings = Object.values(network.Ports).flatMap((each: { HostIp: string }[] | null) => each ?? []);
      assert.deepEqual([...new Set(bindings.map((binding) => binding.HostIp))], ['127.0.0.1']);
    }
  });

  it('stops in good order', async () => {
    const { exitCode, stdout, stderr } = await galera(['stop', name]);
    assert.equal(exitCode, 0, stderr);
    assert.equal(stdout.match(/Idle/g)?.length, 3);
    assert.equal((await status()).health, 'stopped');
  });

  it('founds nothing when its containers are started by hand, and comes back whole by its own start', async () => {
    const since = Math.floor(Date.now() / 1000);
    await Promise.all(nodes.map((node) => nodeContainer(access, name, node).start()));
    for (const node of nodes) {
      const log = async (): Promise<string> => {
        const output = await nodeContainer(access, name, node).logs({
          stdout: true,
          stderr: true,
          since,
          follow: false,
        });
        return output.toString('utf8');
      };
      await waitUntil(
        { signal: untilDone, what: `${node} to wait`, deadlineMs: 60_000, details: async () => [await log()] },
        async () => (/waiting for a member or for the token/.test(await log()) ? { done: true } : 'notYet'),
      );
    }
    assert.equal((await readCluster(access, name, untilDone)).health, 'starting');
    const { exitCode, stderr } = await galera(['start', name]);
    assert.equal(exitCode, 0, stderr);
    const founders: string[] = [];
    const logs: string[] = [];
    for (const node of nodes) {
      const output = await nodeContainer(access, name, node).logs({ stdout: true, stderr: true, since, follow: false });
      logs.push(
        `--- ${node}`,
        ...output
          .toString('utf8')
          .split('\n')
          .filter((line) => line.includes('galera-node:')),
      );
      founders.push(...(withoutBoots(output.toString('utf8')).match(/galera-node: bootstrapping/g) ?? []));
    }
    assert.equal(founders.length, 1, `one bootstrap, the one that start granted\n${logs.join('\n')}`);
    const cluster = await status();
    assert.deepEqual([cluster.health, cluster.stateUuid], ['healthy', stateUuid]);
    for (const node of nodes) {
      assert.deepEqual(await sqlOn(access, name, node, 'SELECT id FROM shop.orders'), [{ id: 7 }]);
    }
  });

  it('comes back with its data after all its containers were removed by hand', async () => {
    await Promise.all(nodes.map((node) => nodeContainer(access, name, node).remove({ force: true, v: true })));
    const { exitCode, stderr } = await galera(['start', name]);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(await sqlOn(access, name, 'g2', 'SELECT id FROM shop.orders'), [{ id: 7 }]);
    assert.equal((await status()).stateUuid, stateUuid);
  });

  it('leaves nothing behind when it is removed', async () => {
    assert.equal((await galera(['remove', name])).exitCode, 2, 'without --yes it is a question of usage');
    assert.equal((await status()).health, 'healthy');
    const { exitCode, stderr } = await galera(['remove', name, '--yes']);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(await resourcesOf(access, name), []);
  });
});

/** Runs a shell line in a node and returns what it prints. */
async function execute(access: Access, node: string, command: string): Promise<string> {
  const exec = await nodeContainer(access, name, node).exec({
    Cmd: ['bash', '-c', command],
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
  });
  const stream = await exec.start({ Tty: true });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
