import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Connection } from 'mysql2/promise';
import { after, afterEach, before, describe, it } from 'mocha';
import { idleNode } from '../../../src/cluster/operations/nodeActions';
import { restoreNode } from '../../../src/cluster/operations/restoreNode';
import type { Access } from '../../../src/cluster/docker/access';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';
import type { Progress } from '../../../src/cluster/vocabulary/progress';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { readConnection } from '../../../src/cluster/view/readConnection';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { nodePaths } from '../../../src/cluster/node/nodePaths';
import { openConnection } from '../../../src/cluster/sql/openConnection';
import { galera } from '../../support/galeraCli';
import { execute } from '../../support/inContainer';
import { isAll, newest } from '../../support/serverVersions';
import { sqlOn } from '../../support/sql';
import { dropCluster, nodeContainer, quietly, testAccess, testName, untilDone } from '../../support/testAccess';

const name = testName('odd-users');
const { image } = newest;
const g2 = { cluster: name, node: 'g2' };

describe('What users do with a cluster of theirs', () => {
  let access: Access;
  let clients: Connection[] = [];
  let rows = 0;

  const states = async (): Promise<string[]> => {
    const { health, nodes } = await readCluster(access, name, untilDone);
    return [health, ...nodes.map((node) => node.state)];
  };

  /** A client that stays connected, and what it runs. */
  const client = async (...statements: string[]): Promise<void> => {
    const { user, password, ca, nodes } = await readConnection(access, name, untilDone);
    const connection = await openConnection(
      { host: '127.0.0.1', port: nodes[0]?.port ?? 0, user, password, ca: ca ?? undefined },
      10_000,
    );
    clients.push(connection);
    for (const statement of statements) {
      await connection.query(statement);
    }
  };

  const leaveBehind = async (): Promise<void> => {
    await idleNode(access, g2, quietly);
    rows += 1;
    await sqlOn(access, name, 'g1', `INSERT INTO shop.sold VALUES (${String(rows)})`);
  };

  const assertRestored = async (): Promise<void> => {
    assert.deepEqual(await states(), ['healthy', 'Synced', 'Synced']);
    const [count] = await sqlOn(access, name, 'g2', 'SELECT COUNT(*) AS n FROM shop.sold');
    assert.equal(count?.['n'], rows);
  };

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    await startCluster(access, { name, nodes: 2, image }, quietly);
    await sqlOn(access, name, 'g1', 'CREATE DATABASE shop', 'CREATE TABLE shop.sold (id INT PRIMARY KEY)');
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((connection) => connection.end()));
    clients = [];
  });
  after(() => dropCluster(access, name));

  it("no query reads passwords, keys, or what tells our scripts' lines from others', nor writes beside them", async () => {
    await sqlOn(access, name, 'g1', 'CREATE DATABASE files', 'CREATE TABLE files.read_in (line TEXT)');
    const secrets = [
      '/run/galera-clusters/boot',
      nodePaths.boot,
      nodePaths.credentials,
      nodePaths.config,
      nodePaths.key,
    ];
    for (const file of secrets) {
      assert.deepEqual(await sqlOn(access, name, 'g1', `SELECT LOAD_FILE('${file}') AS text`), [{ text: null }], file);
      const reading = sqlOn(access, name, 'g1', `LOAD DATA INFILE '${file}' INTO TABLE files.read_in`);
      await assert.rejects(reading, { errno: 1290 }, file);
    }
    const writing = sqlOn(access, name, 'g1', `SELECT 'x' INTO OUTFILE '${nodePaths.data}/galera_given_up'`);
    await assert.rejects(writing, { errno: 1290 });
    const own = `${nodePaths.files}/lines`;
    const back = [`SELECT 'x' INTO OUTFILE '${own}'`, `LOAD DATA INFILE '${own}' INTO TABLE files.read_in`];
    assert.deepEqual(await sqlOn(access, name, 'g1', ...back, 'SELECT line FROM files.read_in'), [{ line: 'x' }]);
    await sqlOn(access, name, 'g1', 'DROP DATABASE files');
  });

  it('a node that its user has desynced is shown as such, and a start ends and says so', async () => {
    await sqlOn(access, name, 'g1', 'SET GLOBAL wsrep_desync = ON');
    assert.deepEqual(await states(), ['degraded', 'Desynced', 'Synced']);
    const { exitCode, stderr } = await galera(['start', name]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /g1 serves, but it is desynced/);
    await sqlOn(access, name, 'g1', 'SET GLOBAL wsrep_desync = OFF');
  });

  it('tables locked on the only donor: a restore ends and says by whom it is held up; once they are free it goes through', async () => {
    await leaveBehind();
    await client('FLUSH TABLES WITH READ LOCK');
    assert.deepEqual(await states(), ['degraded', 'Desynced', 'Idle']);
    await assert.rejects(restoreNode(access, g2, quietly), (error) => {
      assert.ok(GaleraError.is(error, 'nodeFailed'), String(error));
      assert.match(
        error.message,
        /Nobody can fill g2: g1 serves, but a client has desynced it or holds its tables locked/,
      );
      return true;
    });
    // Its server waits for g1 and may not heed a SIGTERM.
    const [health, ofG1, ofG2] = await states();
    assert.deepEqual([health, ofG1, ofG2 === 'Idle' || ofG2 === 'Killed'], ['degraded', 'Desynced', true]);
    await Promise.all(clients.splice(0).map((connection) => connection.end()));
    await restoreNode(access, g2, quietly);
    await assertRestored();
  });

  for (let time = 1; time <= (isAll ? 5 : 2); time++) {
    it(`a node killed and restored at once: it comes back though the other, asked in time, said that it serves, and then lost its quorum (${String(time)})`, async () => {
      await nodeContainer(access, name, 'g2').kill();
      await restoreNode(access, g2, quietly);
      await assertRestored();
    });
  }

  it('a node whose connections are used up serves, and another joins it', async () => {
    await leaveBehind();
    await client('SET GLOBAL max_connections = 10');
    await assert.rejects(async () => {
      for (;;) {
        await client();
      }
    }, /Too many connections/);
    assert.deepEqual(await states(), ['degraded', 'Synced', 'Idle']);
    await restoreNode(access, g2, quietly);
    assert.deepEqual(await states(), ['healthy', 'Synced', 'Synced']);
    await clients[0]?.query('SET GLOBAL max_connections = 151');
  });

  it('a password that someone has changed on every node stays changed on one that is restored', async () => {
    const changed = 'changed'.repeat(5).slice(0, 32);
    await sqlOn(access, name, 'g1', `ALTER USER root@'%' IDENTIFIED BY '${changed}'`);
    for (const node of ['g1', 'g2']) {
      await execute(
        access,
        `galera-${name}-${node}`,
        `sed -i 's/^root_password=.*/root_password=${changed}/' ${nodePaths.credentials}`,
      );
    }
    await nodeContainer(access, name, 'g2').stop();
    await restoreNode(access, g2, quietly);
    assert.match(
      (await execute(access, `galera-${name}-g2`, `cat ${nodePaths.credentials}`)).stdout,
      new RegExp(`^root_password=${changed}$`, 'm'),
    );
    // This one remembers the password before.
    access = await testAccess();
    await assertRestored();
  });

  it('a start whose only running node is killed while it makes the other one goes on with the same accounts and rows', async () => {
    const { password } = await readConnection(access, name, untilDone);
    await nodeContainer(access, name, 'g2').remove({ force: true, v: true });
    let killed = false;
    const onProgress = (progress: Progress): void => {
      if (progress.kind === 'node' && progress.step === 'create' && !killed) {
        killed = true;
        // Done before the start goes on.
        execFileSync('docker', ['kill', `galera-${name}-g1`]);
      }
    };
    await startCluster(access, { name }, { ...quietly, onProgress });
    assert.ok(killed);
    assert.equal((await readConnection(access, name, untilDone)).password, password);
    await assertRestored();
  });

  it('a node that takes no writes, and whose monitor was dropped, serves, and another joins it', async () => {
    await leaveBehind();
    await client('SET GLOBAL read_only = ON', 'DROP USER galera_monitor');
    assert.deepEqual(await states(), ['degraded', 'Synced', 'Idle']);
    await restoreNode(access, g2, quietly);
    await assertRestored();
    await clients[0]?.query('SET GLOBAL read_only = OFF');
  });
});
