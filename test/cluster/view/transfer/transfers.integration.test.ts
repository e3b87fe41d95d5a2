import assert from 'node:assert/strict';
import { idleNode, isolateNode, killNode } from '../../../../src/cluster/operations/nodeActions';
import { rebuildNode } from '../../../../src/cluster/operations/rebuildNode';
import { restoreNode } from '../../../../src/cluster/operations/restoreNode';
import { scaleCluster } from '../../../../src/cluster/operations/scaleCluster';
import type { Access } from '../../../../src/cluster/docker/access';
import { readCluster } from '../../../../src/cluster/view/readClusters';
import { startCluster } from '../../../../src/cluster/operations/startCluster';
import { fill } from '../../../support/fill';
import { untilStates } from '../../../support/nodeStates';
import { newest } from '../../../support/serverVersions';
import { sqlOn } from '../../../support/sql';
import { dropCluster, nodeContainer, quietly, tellingAccess, testName, untilDone } from '../../../support/testAccess';

const { image } = newest;

describe('State transfers of a cluster of three', () => {
  const name = testName('transfers');
  let access: Access;
  let lines: string[];

  before(async () => {
    ({ access, told: lines } = await tellingAccess());
    await dropCluster(access, name);
    await startCluster(access, { name, nodes: 3, image, gcacheSize: '4M' }, quietly);
    await fill(access, name, 'g1', 'load_of_a_test', ['entries'], 5);
  });
  after(() => dropCluster(access, name));

  const lastDonor = (): string | undefined =>
    / ← (\w+):/.exec(lines.findLast((line) => line.includes(' ← ')) ?? '')?.[1];

  it('spare whom clients write to, and take the donor that the user names, while a third goes on writing', async () => {
    await rebuildNode(access, { cluster: name, node: 'g2' }, quietly);
    assert.equal(lastDonor(), 'g3');
    await sqlOn(
      access,
      name,
      'g3',
      'CREATE DATABASE written',
      'CREATE TABLE written.t (id INT PRIMARY KEY AUTO_INCREMENT, x INT, KEY (x))',
    );
    await sqlOn(access, name, 'g3', 'INSERT INTO written.t (x) SELECT seq FROM written.seq_1_to_100000');
    let refilled = false;
    let writes = 0;
    const refill = rebuildNode(access, { cluster: name, node: 'g2' }, quietly, 'g1').finally(() => {
      refilled = true;
    });
    while (!refilled) {
      await sqlOn(
        access,
        name,
        'g3',
        'INSERT INTO written.t (x) VALUES (1), (2)',
        'UPDATE written.t SET x = x + 1 WHERE id % 1000 = 0',
        'DELETE FROM written.t LIMIT 1',
      );
      writes += 1;
    }
    await refill;
    assert.equal(lastDonor(), 'g1');
    assert.ok(writes > 1, 'nothing was written meanwhile');
    const sums = await Promise.all(
      ['g1', 'g2', 'g3'].map((node) =>
        sqlOn(access, name, node, 'SELECT 1 FROM written.t LIMIT 1', 'CHECKSUM TABLE written.t'),
      ),
    );
    assert.deepEqual(sums[1], sums[0]);
    assert.deepEqual(sums[2], sums[0]);
  });

  it('take no donor that does not exist, is not Synced or is the joiner, and leave the node as it is', async () => {
    await killNode(access, { cluster: name, node: 'g3' }, quietly);
    await untilStates(access, name, { g1: 'Synced', g2: 'Synced', g3: 'Killed' });
    const rebuild = (donor: string): Promise<void> =>
      rebuildNode(access, { cluster: name, node: 'g2' }, quietly, donor);
    await assert.rejects(rebuild('g7'), { code: 'nodeUnknown', message: /no node "g7"/ });
    await assert.rejects(rebuild('g3'), { code: 'stateUnfit', message: /g3 is Killed/ });
    await assert.rejects(rebuild('g2'), { code: 'stateUnfit', message: /its own donor/ });
    await assert.rejects(scaleCluster(access, name, 4, quietly, 'g3'), { code: 'stateUnfit', message: /g3 is Killed/ });
    assert.equal((await readCluster(access, name, untilDone)).nodes.length, 3);
    await untilStates(access, name, { g1: 'Synced', g2: 'Synced', g3: 'Killed' });
  });

  it('say of a stopped node that it could come back by IST, and not once its place in the gcache is lost', async () => {
    const chance = async () =>
      (await readCluster(access, name, untilDone)).nodes.find((node) => node.name === 'g3')?.istChance;
    await restoreNode(access, { cluster: name, node: 'g3' }, quietly);
    await idleNode(access, { cluster: name, node: 'g3' }, quietly);
    await sqlOn(
      access,
      name,
      'g1',
      'DELETE FROM load_of_a_test.entries WHERE id < 10',
      'DELETE FROM load_of_a_test.entries WHERE id < 20',
    );
    const early = await chance();
    assert.ok(early?.kind === 'possible' && early.exact, JSON.stringify(early));
    assert.ok(early.behind >= 2 && early.behind <= early.reach, JSON.stringify(early));
    assert.ok(early.room !== null && early.room > 0 && early.room <= 4 * 1024 ** 2, JSON.stringify(early));

    await fill(access, name, 'g1', 'load_of_a_test', ['more'], 20);
    const late = await chance();
    assert.equal(late?.kind, 'tooFar', JSON.stringify(late));
    const { method, reason } = await restoreNode(access, { cluster: name, node: 'g3' }, quietly);
    assert.equal(method, 'mysqldump');
    assert.match(reason, /gcache reaches back to \d+ only, g3 stood at \d+ of \d+/);
  });

  it('fill a node that runs and was cut off for too long, whatever its user has set for all sessions', async () => {
    const g3 = { cluster: name, node: 'g3' };
    await sqlOn(
      access,
      name,
      'g3',
      'SET GLOBAL autocommit = 0, GLOBAL completion_type = 2, GLOBAL max_error_count = 0, GLOBAL sql_safe_updates = ON',
      "SET GLOBAL enforce_storage_engine = 'Aria', GLOBAL tx_read_only = ON, GLOBAL wait_timeout = 2",
      'SET GLOBAL explicit_defaults_for_timestamp = OFF',
    );
    const startedAt = async (): Promise<string> => (await nodeContainer(access, name, 'g3').inspect()).State.StartedAt;
    const before = await startedAt();
    await isolateNode(access, g3, quietly);
    await untilStates(access, name, { g1: 'Synced', g2: 'Synced', g3: 'Isolated' });
    await fill(access, name, 'g1', 'load_of_a_test', ['further'], 10);
    await sqlOn(
      access,
      name,
      'g1',
      'SET SESSION explicit_defaults_for_timestamp = ON',
      'CREATE TABLE load_of_a_test.stamped (at TIMESTAMP(3) NOT NULL)',
    );
    assert.equal((await restoreNode(access, g3, quietly)).method, 'mysqldump');
    assert.equal(await startedAt(), before, 'its server went on');
    const count = async (node: string) => sqlOn(access, name, node, 'SELECT COUNT(*) AS n FROM load_of_a_test.further');
    assert.deepEqual(await count('g3'), await count('g1'));
    const made = async (node: string) => sqlOn(access, name, node, 'SHOW CREATE TABLE load_of_a_test.stamped');
    assert.deepEqual(await made('g3'), await made('g1'));
  });
});
