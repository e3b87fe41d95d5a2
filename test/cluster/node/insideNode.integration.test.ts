import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { killNode } from '../../../src/cluster/actions/nodeActions';
import { restoreNode } from '../../../src/cluster/actions/restoreNode';
import type { Engine } from '../../../src/cluster/engine';
import { readCluster } from '../../../src/cluster/readClusters';
import { startCluster } from '../../../src/cluster/startCluster';
import { execute } from '../../support/inContainer';
import { newest } from '../../support/serverVersions';
import { dropCluster, nodeContainer, quietly, testEngine, testName, untilDone } from '../../support/testEngine';

const name = testName('inside');

describe('Inside a node, and at its address', () => {
  let engine: Engine;

  const asServer = (line: string): Promise<{ stdout: string; stderr: string; exitCode: number | null }> =>
    execute(engine, `galera-${name}-g2`, `chroot --userspec=mysql / bash -c '${line}'`);

  before(async () => {
    engine = await testEngine();
    await dropCluster(engine, name);
    await startCluster(engine, { name, nodes: 2, image: newest.image, tls: false }, quietly);
  });
  after(() => dropCluster(engine, name));

  it("the server's user can put nothing where root writes, read no password, and change nothing that other clusters begin with", async () => {
    for (const path of ['/var/lib/mysql/x', '/var/lib/mysql/galera/x', '/run/galera-clusters/x', '/var/lib/galera-prepared/x']) {
      const { stderr } = await asServer(`: >${path}`);
      assert.match(stderr, /Permission denied|Read-only file system/, path);
    }
    for (const path of ['credentials', 'credentials.kept', 'accounts.sql']) {
      assert.match((await asServer(`cat /var/lib/mysql/galera/${path}`)).stderr, /Permission denied/, path);
    }
    const { stderr } = await execute(engine, `galera-${name}-g2`, ': >/var/lib/galera-prepared/x');
    assert.match(stderr, /Read-only file system/, 'not even root');
  });

  it('links that it puts into its data directory lead root nowhere', async () => {
    await execute(engine, `galera-${name}-g2`, 'echo mine >/etc/victim && chmod 600 /etc/victim');
    const links = ['grastate.dat.new', 'galera_given_up.new', 'galera_began.new'].map((file) => `ln -sf /etc/victim /var/lib/mysql/data/${file}`);
    assert.equal((await asServer(links.join(' && '))).exitCode, 0);
    await killNode(engine, { cluster: name, node: 'g2' }, quietly);
    await restoreNode(engine, { cluster: name, node: 'g2' }, quietly);
    assert.equal((await execute(engine, `galera-${name}-g2`, 'cat /etc/victim')).stdout, 'mine\n');
  });

  it("without TLS a server at another address is let into neither the group nor a transfer", async () => {
    const { NetworkSettings: network } = await nodeContainer(engine, name, 'g1').inspect();
    const address = network.Networks[`galera-${name}-replication`]?.IPAddress ?? '';
    const intruder = await engine.docker.createContainer({
      Image: newest.image,
      Entrypoint: ['bash', '-c', `
        mariadb-install-db --no-defaults --datadir=/tmp/data --user=mysql --skip-test-db >/dev/null 2>&1
        for provider in /usr/lib/galera/libgalera_smm.so /usr/lib/libgalera_smm.so; do [ ! -e "$provider" ] || break; done
        exec mariadbd --no-defaults --user=mysql --datadir=/tmp/data --socket=/tmp/socket --skip-networking --wsrep-on=ON --binlog-format=ROW \\
          --innodb-autoinc-lock-mode=2 --default-storage-engine=InnoDB --wsrep-cluster-name=${name} --wsrep-provider="$provider" \\
          --wsrep-cluster-address=gcomm://${address}:4567 --wsrep-sst-method=rsync --wsrep-node-name=intruder --loose-plugin-wsrep-provider=OFF \\
          '--wsrep-provider-options=base_port=34567;gmcast.listen_addr=tcp://0.0.0.0:34567;pc.wait_prim_timeout=PT8S'`],
      Cmd: [],
      User: 'root',
      Labels: { ...engine.scope },
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
    const said = (await nodeContainer(engine, name, 'g1').logs({ stdout: true, stderr: true })).toString('utf8');
    assert.match(said, /Connection not allowed, IP \S+ not found in allowlist/);
    const { nodes } = await readCluster(engine, name, untilDone);
    assert.deepEqual(nodes.map((node) => node.wsrep?.clusterSize), [2, 2]);
  });
});
