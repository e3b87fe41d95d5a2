import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { rebuildNode } from '../../../src/cluster/operations/rebuildNode';
import { restoreNode } from '../../../src/cluster/operations/restoreNode';
import type { Access } from '../../../src/cluster/docker/access';
import { findMembers } from '../../../src/cluster/members/members';
import type { Credentials } from '../../../src/cluster/node/credentials';
import { findCredentials } from '../../../src/cluster/members/findCredentials';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { captureReplication, clearSql, notTls, type Sent } from '../../support/capture';
import { processesSeen } from '../../support/processesSeen';
import { sqlOn } from '../../support/sql';
import { dropCluster, nodeContainer, quietly, testAccess, testName } from '../../support/testAccess';
import { newest } from '../../support/serverVersions';

const { image } = newest;
const name = testName('wire');
const marker = 'wire-marker-of-a-test';

/** What of a capture is neither TLS nor what precedes it in the MySQL protocol. */
function inTheClear(sent: readonly Sent[]): string[] {
  return sent.flatMap(({ from, to, bytes }) => {
    const said = from.endsWith(':3306')
      ? clearSql(bytes, 'server')
      : to.endsWith(':3306')
        ? clearSql(bytes, 'client')
        : notTls(bytes);
    return said === undefined ? [] : [`${from} > ${to} ${said}`];
  });
}

/** How many connections to a port carried something. */
function connectionsTo(sent: readonly Sent[], port: number): number {
  return sent.filter(({ to, bytes }) => to.endsWith(`:${String(port)}`) && bytes.length > 0).length;
}

function secretsOf({ rootPassword, sstPassword, monitorPassword, authority }: Credentials): string[] {
  return [rootPassword, sstPassword, monitorPassword, ...(authority === undefined ? [] : [authority.key])];
}

function assertHidden(sent: readonly Sent[], credentials: Credentials): void {
  for (const text of [marker, ...secretsOf(credentials)]) {
    assert.deepEqual(
      sent.filter(({ bytes }) => bytes.includes(text)).map(({ from, to }) => `${from} > ${to}`),
      [],
    );
  }
  assert.deepEqual(inTheClear(sent), []);
}

describe('The wire between two nodes', () => {
  let access: Access;
  let credentials: Credentials;

  const write = (): Promise<unknown> =>
    sqlOn(access, name, 'g1', `INSERT INTO shop.notes (note) VALUES (REPEAT('${marker}', 10))`);

  /** g2 leaves, a write happens, and g2 gets it by IST. */
  async function missAndReturn(): Promise<string> {
    await nodeContainer(access, name, 'g2').stop();
    await write();
    return (await restoreNode(access, { cluster: name, node: 'g2' }, quietly)).method;
  }

  async function make(tls: boolean): Promise<void> {
    await dropCluster(access, name);
    await startCluster(access, { name, nodes: 2, image, tls }, quietly);
    credentials = (await findCredentials(access, await findMembers(access, name))) ?? assert.fail('no credentials');
    await sqlOn(
      access,
      name,
      'g1',
      'CREATE DATABASE shop',
      'CREATE TABLE shop.notes (id INT PRIMARY KEY AUTO_INCREMENT, note TEXT)',
    );
  }

  before(async () => {
    access = await testAccess();
  });
  after(() => dropCluster(access, name));

  describe('with TLS', () => {
    before(() => make(true));

    it('has only TLS while a node joins and gets writesets, by replication and by IST', async () => {
      let method = '';
      const sent = await captureReplication(access, name, async () => {
        method = await missAndReturn();
        await write();
        assert.equal((await sqlOn(access, name, 'g2', 'SELECT * FROM shop.notes')).length, 2);
      });
      assert.equal(method, 'ist');
      assert.ok(connectionsTo(sent, 4567) > 0);
      assert.ok(connectionsTo(sent, 4568) > 0);
      assert.ok(connectionsTo(sent, 3306) > 0);
      assertHidden(sent, credentials);
    });

    it('has only TLS during a full SST, and no process of either node shows a secret', async () => {
      let seen: ReadonlySet<string> = new Set();
      const sent = await captureReplication(access, name, async () => {
        seen = await processesSeen(() => rebuildNode(access, { cluster: name, node: 'g2' }, quietly));
      });
      assert.ok(connectionsTo(sent, 3306) > 0);
      assert.ok(
        sent.some(({ to, bytes }) => to.endsWith(':3306') && bytes.length > 10_000),
        'no rows went over',
      );
      assertHidden(sent, credentials);
      const shown = [...seen].join('\n');
      for (const program of ['mariadbd', 'mariadb', 'wsrep_sst_mysqldump']) {
        assert.match(shown, new RegExp(`(^|/|\\n)${program}\\0`), `no ${program} was seen`);
      }
      for (const secret of secretsOf(credentials)) {
        assert.ok(!shown.includes(secret));
      }
    });
  });

  /** Shows that what is looked for above would be found. */
  describe('without TLS', () => {
    before(() => make(false));

    it('shows what is written', async () => {
      const sent = await captureReplication(access, name, async () => {
        assert.equal(await missAndReturn(), 'ist');
      });
      assert.ok(sent.some(({ bytes }) => bytes.includes(marker)));
      assert.notDeepEqual(inTheClear(sent), []);
    });
  });
});
