import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { idleNode, killNode } from '../../../src/cluster/operations/nodeActions';
import { restoreNode } from '../../../src/cluster/operations/restoreNode';
import { lastLogLines } from '../../../src/cluster/docker/containerLogs';
import { letsNeighboursIn } from '../../../src/cluster/docker/networks';
import type { Access } from '../../../src/cluster/docker/access';
import { nodePaths } from '../../../src/cluster/node/nodePaths';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { readConnection } from '../../../src/cluster/view/readConnection';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { execute, onVolume } from '../../support/inContainer';
import { newest } from '../../support/serverVersions';
import { sqlOn } from '../../support/sql';
import { dropCluster, nodeContainer, quietly, testAccess, testName, untilDone } from '../../support/testAccess';

const name = testName('inside');

describe('Inside a node, and at its address', () => {
  let access: Access;

  const asServer = (line: string): Promise<{ stdout: string; stderr: string; exitCode: number | null }> =>
    execute(access, `galera-${name}-g2`, `chroot --userspec=mysql / bash -c '${line}'`);

  /** What a server at an address says first to the machine itself, or to a host that is cabled to it. */
  async function greeting(where: string, address: string): Promise<string> {
    const listen = `timeout 5 bash -c "head -c 40 </dev/tcp/${address}/3306 | tr -cd [:print:]" || echo no answer`;
    const wires = `set -e
      ip netns add neighbour
      ip link add name nb-${process.pid} type veth peer name lan netns neighbour
      ip addr add 198.18.77.1/24 dev nb-${process.pid}
      ip link set nb-${process.pid} up
      ip -n neighbour addr add 198.18.77.2/24 dev lan
      ip -n neighbour link set lan up
      ip -n neighbour route add default via 198.18.77.1
      set +e
      ip netns exec neighbour bash -o pipefail -c '${listen}'`;
    const container = await access.docker.createContainer({
      Image: newest.image,
      Entrypoint: ['bash', '-o', 'pipefail', '-c', where === 'host' ? listen : wires],
      Cmd: [],
      User: 'root',
      Tty: true,
      Labels: { ...access.scope },
      HostConfig: {
        NetworkMode: 'host',
        CapAdd: ['NET_ADMIN', 'SYS_ADMIN'],
        SecurityOpt: ['apparmor=unconfined', 'seccomp=unconfined'],
      },
    });
    try {
      await container.start();
      await container.wait();
      return (await container.logs({ stdout: true, stderr: true })).toString('utf8').replace(/[^\x20-\x7e\n]/g, '');
    } finally {
      await container.remove({ force: true, v: true });
    }
  }

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    await startCluster(access, { name, nodes: 2, image: newest.image, tls: false }, quietly);
  });
  after(() => dropCluster(access, name));

  it("the server's user can put nothing where root writes, read no password, and change nothing that other clusters begin with", async () => {
    for (const path of [
      '/var/lib/mysql/x',
      '/var/lib/mysql/galera/x',
      '/run/galera-clusters/x',
      '/var/lib/galera-prepared/x',
    ]) {
      const { stderr } = await asServer(`: >${path}`);
      assert.match(stderr, /Permission denied|Read-only file system/, path);
    }
    for (const path of ['credentials', 'credentials.kept', 'accounts.sql']) {
      assert.match((await asServer(`cat /var/lib/mysql/galera/${path}`)).stderr, /Permission denied/, path);
    }
    const { stderr } = await execute(access, `galera-${name}-g2`, ': >/var/lib/galera-prepared/x');
    assert.match(stderr, /Read-only file system/, 'not even root');
  });

  it('links and pipes that it puts into its data directory lead root nowhere, and hold nobody up', async () => {
    await execute(access, `galera-${name}-g2`, 'echo mine >/etc/victim && chmod 600 /etc/victim');
    const put = [
      ...['grastate.dat.new', 'galera_given_up.new', 'galera_began.new'].map((file) => `ln -sf /etc/victim ${file}`),
      `ln -sf ${nodePaths.credentials} galera_given_up`,
      'rm -f galera_began',
      'mkfifo galera_began',
      'mkdir -p wsrep_sst.pid/x',
    ];
    assert.deepEqual(await asServer(['cd /var/lib/mysql/data', ...put].join(' && ')), {
      stdout: '',
      stderr: '',
      exitCode: 0,
    });
    await killNode(access, { cluster: name, node: 'g2' }, quietly);
    await restoreNode(access, { cluster: name, node: 'g2' }, quietly);
    assert.equal((await execute(access, `galera-${name}-g2`, 'cat /etc/victim')).stdout, 'mine\n');
    const log = await lastLogLines(nodeContainer(access, name, 'g2'), 100_000);
    assert.deepEqual(
      log.filter((line) => line.includes('password')),
      [],
    );
  });

  it('what everybody may read in the data directory is no mark of ours: no write is lost by it', async () => {
    await idleNode(access, { cluster: name, node: 'g2' }, quietly);
    const files = ['galera_given_up', 'galera_began', 'sst_in_progress', 'mysql/galera_transfer.frm'];
    const put = files.map((file) => `echo x >${nodePaths.data}/${file} && chown mysql ${nodePaths.data}/${file}`);
    assert.equal((await execute(access, `galera-${name}-g1`, ['umask 022', ...put].join(' && '))).exitCode, 0);
    await sqlOn(
      access,
      name,
      'g1',
      'CREATE DATABASE shop',
      'CREATE TABLE shop.sold (id INT PRIMARY KEY)',
      'INSERT INTO shop.sold VALUES (42)',
    );
    await killNode(access, { cluster: name, node: 'g1' }, quietly);
    await startCluster(access, { name }, quietly);
    for (const node of ['g1', 'g2']) {
      assert.deepEqual(
        await sqlOn(access, name, node, 'SET SESSION wsrep_sync_wait = 1', 'SELECT id FROM shop.sold'),
        [{ id: 42 }],
        node,
      );
    }
  });

  it('whom it served with last is known, also where an earlier version has left that', async () => {
    for (const node of ['g1', 'g2']) {
      await idleNode(access, { cluster: name, node }, quietly);
    }
    await onVolume(
      access,
      newest.image,
      `galera-${name}-g2`,
      'mv /volume/galera/served/view /volume/galera/view && rmdir /volume/galera/served',
    );
    await nodeContainer(access, name, 'g2').start();
    const report = async (): Promise<string> =>
      (await execute(access, `galera-${name}-g2`, `cat ${nodePaths.boot}`)).stdout;
    const said = await waitUntil(
      { signal: untilDone, what: 'g2 to report', deadlineMs: 60_000, details: () => Promise.resolve([]) },
      async () => {
        const text = await report();
        return text.includes('phase=waiting') ? { done: text } : 'notYet';
      },
    );
    assert.match(said, /^view=g2$/m);
    await startCluster(access, { name }, quietly);
  });

  it('a log and a file of 1 GB keep nobody from anything', async () => {
    await execute(
      access,
      `galera-${name}-g1`,
      `truncate --size 1G ${nodePaths.credentials} && head -c 1G /dev/zero | tr '\\0' x >/proc/1/fd/2`,
    );
    const states = async (): Promise<string[]> =>
      (await readCluster(access, name, untilDone)).nodes.map((node) => node.state);
    assert.deepEqual(await states(), ['Synced', 'Synced']);
    assert.match((await readConnection(access, name, untilDone)).password, /^\w{32}$/);
    await idleNode(access, { cluster: name, node: 'g1' }, quietly);
    await restoreNode(access, { cluster: name, node: 'g1' }, quietly);
    assert.deepEqual(await states(), ['Synced', 'Synced']);
    assert.match(
      (await execute(access, `galera-${name}-g1`, `stat --format %s ${nodePaths.credentials}`)).stdout,
      /^\d{2,4}\n$/,
      'it is written anew',
    );
  });

  it("a neighbour on the machine's network segment comes to no node's port, as it does to one on a network of Docker's", async () => {
    const open = await access.docker.createContainer({
      Image: newest.image,
      Entrypoint: ['bash', '-c', "exec socat TCP-LISTEN:3306,fork,reuseaddr SYSTEM:'echo open'"],
      Cmd: [],
      Labels: { ...access.scope },
      ExposedPorts: { '3306/tcp': {} },
      HostConfig: { PortBindings: { '3306/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
    });
    try {
      await open.start();
      const { NetworkSettings: network } = await nodeContainer(access, name, 'g1').inspect();
      const ours = network.Networks[`galera-${name}-clients`]?.IPAddress ?? '';
      const theirs = (await open.inspect()).NetworkSettings.Networks['bridge']?.IPAddress ?? '';
      const from = async (where: string, address: string): Promise<string> => (await greeting(where, address)).trim();
      assert.match(await from('host', ours), /MariaDB/, 'from the machine itself');
      if (letsNeighboursIn((await access.docker.version()).Version)) {
        assert.equal(await from('neighbour', theirs), 'open');
      }
      assert.equal(await from('neighbour', ours), 'no answer');
    } finally {
      await open.remove({ force: true, v: true });
    }
  });

  it('without TLS a server at another address is let into neither the group nor a transfer', async () => {
    const { NetworkSettings: network } = await nodeContainer(access, name, 'g1').inspect();
    const address = network.Networks[`galera-${name}-replication`]?.IPAddress ?? '';
    const intruder = await access.docker.createContainer({
      Image: newest.image,
      Entrypoint: [
        'bash',
        '-c',
        `
        mariadb-install-db --no-defaults --datadir=/tmp/data --user=mysql --skip-test-db >/dev/null 2>&1
        for provider in /usr/lib/galera/libgalera_smm.so /usr/lib/libgalera_smm.so; do [ ! -e "$provider" ] || break; done
        exec mariadbd --no-defaults --user=mysql --datadir=/tmp/data --socket=/tmp/socket --skip-networking --wsrep-on=ON --binlog-format=ROW \\
          --innodb-autoinc-lock-mode=2 --default-storage-engine=InnoDB --wsrep-cluster-name=${name} --wsrep-provider="$provider" \\
          --wsrep-cluster-address=gcomm://${address}:4567 --wsrep-sst-method=rsync --wsrep-node-name=intruder --loose-plugin-wsrep-provider=OFF \\
          '--wsrep-provider-options=base_port=34567;gmcast.listen_addr=tcp://0.0.0.0:34567;pc.wait_prim_timeout=PT8S'`,
      ],
      Cmd: [],
      User: 'root',
      Labels: { ...access.scope },
      Healthcheck: { Test: ['NONE'] },
      HostConfig: { NetworkMode: 'host' },
    });
    try {
      await intruder.start();
      const { StatusCode: code } = (await intruder.wait()) as { StatusCode: number };
      const log = (await intruder.logs({ stdout: true, stderr: true })).toString('utf8');
      assert.notEqual(code, 0);
      assert.match(log, /failed to reach primary view/);
    } finally {
      await intruder.remove({ force: true, v: true });
    }
    const said = (await nodeContainer(access, name, 'g1').logs({ stdout: true, stderr: true })).toString('utf8');
    assert.match(said, /Connection not allowed, IP \S+ not found in allowlist/);
    const { nodes } = await readCluster(access, name, untilDone);
    assert.deepEqual(
      nodes.map((node) => node.wsrep?.clusterSize),
      [2, 2],
    );
  });
});
