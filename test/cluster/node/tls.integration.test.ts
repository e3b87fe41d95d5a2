import assert from 'node:assert/strict';
import { createConnection } from 'mysql2/promise';
import { after, before, describe, it } from 'mocha';
import { putFiles } from '../../../src/cluster/docker/containerFiles';
import { lastLogLines } from '../../../src/cluster/docker/containerLogs';
import type { Access } from '../../../src/cluster/docker/access';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';
import { findMembers } from '../../../src/cluster/members/members';
import { formatCredentials } from '../../../src/cluster/node/credentials';
import { installNodeFiles } from '../../../src/cluster/node/nodeContainer';
import { nodePaths } from '../../../src/cluster/node/nodePaths';
import { replicationSubnet } from '../../../src/cluster/docker/networks';
import { findCredentials } from '../../../src/cluster/members/findCredentials';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { readConnection } from '../../../src/cluster/view/readConnection';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { stopCluster } from '../../../src/cluster/operations/stopCluster';
import {
  type Authority,
  authorityPem,
  createAuthority,
  issueNodeCertificate,
} from '../../../src/cluster/node/authority';
import { defaultTraits } from '../../../src/cluster/vocabulary/traits';
import { validityOf } from '../../../src/cluster/members/renewal';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { execute } from '../../support/inContainer';
import { serverVersions } from '../../support/serverVersions';
import { sqlOn } from '../../support/sql';
import { dropCluster, nodeContainer, quietly, testAccess, testName, untilDone } from '../../support/testAccess';

for (const { version, image, itThoroughly } of serverVersions) {
  describe(`A cluster with TLS on ${version}`, () => {
    const name = testName(`tls-${version.replace('.', '-')}`);
    let access: Access;
    let own: Authority;

    const credentials = async (): ReturnType<typeof findCredentials> =>
      findCredentials(access, await findMembers(access, name));
    const states = async (): Promise<string[]> =>
      (await readCluster(access, name, untilDone)).nodes.map((node) => node.state);
    const logOf = async (node: string): Promise<string> =>
      (await lastLogLines(nodeContainer(access, name, node), 1_000)).join('\n');

    /** Logs in on g1 as a client would; the version of TLS, or the error's code. */
    async function logIn(ssl: { ca?: string; rejectUnauthorized?: boolean } | undefined): Promise<string> {
      const { user, password, nodes } = await readConnection(access, name, untilDone);
      const { host, port } = nodes[0] ?? assert.fail('g1 has no port');
      try {
        const connection = await createConnection({
          host,
          port,
          user,
          password,
          ...(ssl === undefined ? {} : { ssl }),
        });
        const [rows] = await connection.query("SHOW SESSION STATUS LIKE 'Ssl_version'");
        await connection.end();
        return JSON.stringify(rows);
      } catch (error) {
        return (error as { code: string; message: string }).code + ' ' + (error as Error).message;
      }
    }

    before(async () => {
      access = await testAccess();
      await dropCluster(access, name);
      await startCluster(access, { name, nodes: 2, image }, quietly);
      own = (await credentials())?.authority ?? assert.fail('it has no authority');
    });
    after(() => dropCluster(access, name));

    it('serves a client that checks it by its authority', async () => {
      const { ca } = await readConnection(access, name, untilDone);
      assert.match(await logIn({ ca: ca ?? '' }), /TLSv1\.[23]/);
    });

    itThoroughly("isn't taken for another by a client of another authority", async () => {
      const other = authorityPem(await createAuthority(name, new Date()));
      assert.match(await logIn({ ca: other }), /^HANDSHAKE_SSL_ERROR .*certificate/);
    });

    it('refuses clear text with the right password', async () => {
      assert.match(await logIn(undefined), /^ER_SECURE_TRANSPORT_REQUIRED|^ER_ACCESS_DENIED_ERROR/);
      assert.match(await logIn({ rejectUnauthorized: false }), /TLSv1\.[23]/);
    });

    it("keeps keys to root and the server's user", async () => {
      const { stdout } = await execute(
        access,
        `galera-${name}-g1`,
        `stat -c '%a %U' ${nodePaths.key} ${nodePaths.credentials}`,
      );
      assert.equal(stdout, '600 mysql\n600 root\n');
    });

    itThoroughly("doesn't change to one without TLS when it is started", async () => {
      const start = startCluster(access, { name, tls: false }, quietly);
      await assert.rejects(
        start,
        (error) => GaleraError.is(error, 'clusterDiffers') && /exists with TLS/.test(error.message),
      );
    });

    itThoroughly('has a node with an expired certificate end with the reason, and renews it at a start', async () => {
      const g2 = nodeContainer(access, name, 'g2');
      await g2.stop();
      const long = new Date(Date.now() - 400 * 86_400_000);
      const identity = { cluster: name, node: 'g2', container: `galera-${name}-g2`, address: '127.0.0.1' };
      const { certificate, key, expires } = await issueNodeCertificate(
        await createAuthority(name, long),
        identity,
        long,
      );
      await putFiles(g2, [
        { path: nodePaths.certificate, content: certificate, mode: 0o644 },
        { path: nodePaths.key, content: key, mode: 0o600 },
        { path: nodePaths.expires, content: `${String(Math.floor(expires.getTime() / 1000))}\n`, mode: 0o644 },
      ]);
      await g2.start();
      await g2.wait();
      assert.deepEqual(await states(), ['Synced', 'Crashed']);
      assert.match(
        await logOf('g2'),
        /this node's certificate expired on \d{4}-\d\d-\d\d; start the cluster with galera, which renews it$/,
      );
      await startCluster(access, { name }, quietly);
      assert.deepEqual(await states(), ['Synced', 'Synced']);
    });

    itThoroughly(
      'gives a node that stayed up until its certificate ended another one, and clients and nodes come in again',
      async () => {
        const g1 = nodeContainer(access, name, 'g1');
        const { Networks: networks } = (await g1.inspect()).NetworkSettings;
        const address = networks[`galera-${name}-replication`]?.IPAddress ?? '';
        const long = new Date(Date.now() - 400 * 86_400_000);
        const identity = { cluster: name, node: 'g1', container: `galera-${name}-g1`, address };
        // Its own authority's key: what is expired is the certificate alone.
        const { certificate, key, expires } = await issueNodeCertificate(own, identity, long);
        await putFiles(g1, [
          { path: nodePaths.certificate, content: certificate, mode: 0o644 },
          { path: nodePaths.key, content: key, mode: 0o600 },
          { path: nodePaths.expires, content: `${String(Math.floor(expires.getTime() / 1000))}\n`, mode: 0o644 },
        ]);
        const reload = `chown mysql ${nodePaths.key} && mariadb --socket=/run/mysqld/mysqld.sock -e 'FLUSH LOCAL SSL'`;
        assert.equal((await execute(access, `galera-${name}-g1`, reload)).exitCode, 0);
        const ca = authorityPem(own);
        assert.match(await logIn({ ca }), /expired/);
        const begun = (await g1.inspect()).State.StartedAt;
        // A restart of g2 connects to g1 anew, in vain as long as g1 shows what has ended.
        await nodeContainer(access, name, 'g2').stop();
        // As another process: this one knows when the certificate that g1 had would have ended.
        await startCluster(await testAccess(), { name }, quietly);
        assert.deepEqual(await states(), ['Synced', 'Synced']);
        assert.match(await logIn({ ca }), /TLSv1\.[23]/);
        assert.equal((await g1.inspect()).State.StartedAt, begun);
      },
    );

    itThoroughly(
      "keeps a node with another cluster's certificate out, says why, and takes it back at a start",
      async () => {
        const g2 = nodeContainer(access, name, 'g2');
        await g2.stop();
        const present = (await credentials()) ?? assert.fail('no credentials');
        const foreign = { ...present, authority: await createAuthority('other', new Date()) };
        const members = await execute(access, `galera-${name}-g1`, `cat ${nodePaths.members}`);
        const spec = {
          cluster: name,
          node: 'g2',
          subnet: await replicationSubnet(access, name),
          image,
          hostPort: 0,
          traits: defaultTraits,
          donors: [],
        };
        await installNodeFiles(g2, spec, foreign, members.stdout, undefined);
        await g2.start();
        await waitUntil(
          {
            signal: untilDone,
            what: 'g2 to say why it stays out',
            deadlineMs: 60_000,
            details: async () => [await logOf('g2')],
          },
          async () =>
            /can't trust [0-9.]+: .*certificate.*another cluster's certificate/i.test(await logOf('g2'))
              ? { done: true }
              : 'notYet',
        );
        assert.deepEqual(await states(), ['Synced', 'Starting']);
        await g2.stop();
        await startCluster(access, { name }, quietly);
        assert.deepEqual(await states(), ['Synced', 'Synced']);
        assert.deepEqual((await credentials())?.authority, own);
      },
    );

    itThoroughly(
      'gets a new authority at a start once the old one has expired, and goes on with its data',
      async () => {
        await sqlOn(access, name, 'g1', 'CREATE DATABASE kept');
        const present = (await credentials()) ?? assert.fail('no credentials');
        const expired = { ...present, authority: await createAuthority(name, new Date('2000-01-01')) };
        const files = [{ path: nodePaths.credentials, content: formatCredentials(expired), mode: 0o600 }];
        for (const node of ['g1', 'g2']) {
          await putFiles(nodeContainer(access, name, node), files);
        }
        await nodeContainer(access, name, 'g2').stop();
        // As another process: this one remembers what the nodes have started with.
        await assert.rejects(startCluster(await testAccess(), { name }, quietly), (error) =>
          GaleraError.is(error, 'certificateExpired'),
        );
        await stopCluster(access, name, quietly);
        await startCluster(access, { name }, quietly);
        assert.deepEqual(await states(), ['Synced', 'Synced']);
        assert.equal((await sqlOn(access, name, 'g2', "SHOW DATABASES LIKE 'kept'")).length, 1);
        const renewed = (await credentials())?.authority ?? assert.fail('it has no authority');
        assert.ok(validityOf(renewed).to > new Date());
        assert.match(await logIn({ ca: authorityPem(own) }), /^HANDSHAKE_SSL_ERROR/);
      },
    );
  });
}
