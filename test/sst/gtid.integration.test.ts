import assert from 'node:assert/strict';
import { after, before, describe } from 'mocha';
import type { RowDataPacket } from 'mysql2/promise';
import type { Access } from '../../src/cluster/docker/access';
import { nodePaths } from '../../src/cluster/node/nodePaths';
import { startCluster } from '../../src/cluster/operations/startCluster';
import { parseSstLine } from '../../src/sst/sstLog';
import { execute, onVolume } from '../support/inContainer';
import { untilStates } from '../support/nodeStates';
import { plainLog } from '../support/plainLog';
import { serverVersions } from '../support/serverVersions';
import { sqlOn } from '../support/sql';
import { dropCluster, nodeContainer, quietly, testAccess, testName } from '../support/testAccess';

const bothSynced = { g1: 'Synced', g2: 'Synced' } as const;
const allGtidState =
  'SELECT @@GLOBAL.gtid_slave_pos, @@GLOBAL.gtid_binlog_pos, @@GLOBAL.gtid_binlog_state, @@GLOBAL.gtid_current_pos, @@GLOBAL.wsrep_gtid_domain_id';

for (const { version, image, itThoroughly } of serverVersions) {
  describe(`GTID state after our SST, on ${version}`, () => {
    const name = testName(`gtid-${version.replace('.', '-')}`);
    let access: Access;

    before(async () => {
      access = await testAccess();
      await dropCluster(access, name);
      await startCluster(access, { name, nodes: 2, image }, quietly);
      await sqlOn(
        access,
        name,
        'g1',
        'CREATE DATABASE shop',
        'CREATE TABLE shop.sold (id INT PRIMARY KEY AUTO_INCREMENT, x INT)',
      );
    });
    after(() => dropCluster(access, name));

    /** One node after the other, by hand: a start by the engine would put its own settings back. */
    async function setOnBoth(settings: (node: string) => readonly string[]): Promise<void> {
      for (const node of ['g2', 'g1']) {
        const lines = ['[mariadbd]', ...settings(node)].map((line) => `echo '${line}' >>${nodePaths.config}`);
        await execute(access, `galera-${name}-${node}`, lines.join('; '));
        await nodeContainer(access, name, node).restart();
        await untilStates(access, name, bothSynced);
      }
    }

    async function sell(): Promise<void> {
      await sqlOn(access, name, 'g1', 'INSERT INTO shop.sold (x) VALUES (1)', 'UPDATE shop.sold SET x = x + 1');
      await sqlOn(access, name, 'g2', 'INSERT INTO shop.sold (x) VALUES (2)', 'DELETE FROM shop.sold LIMIT 1');
    }

    async function refill(): Promise<void> {
      const since = new Date();
      await nodeContainer(access, name, 'g2').stop();
      await onVolume(access, image, `galera-${name}-g2`, 'rm -rf /volume/data');
      await nodeContainer(access, name, 'g2').start();
      await untilStates(access, name, bothSynced);
      const lines = (await plainLog(nodeContainer(access, name, 'g1'), 1_000, { since })).map(parseSstLine);
      assert.ok(
        lines.some((line) => line?.kind === 'started' && line.method === 'mysqldump'),
        'no full transfer',
      );
    }

    const stateOn = async (node: string): Promise<Record<string, unknown>> => {
      // What was written elsewhere before is there by then, and in the binlog.
      const [row] = await sqlOn(access, name, node, 'SELECT COUNT(*) FROM shop.sold', allGtidState);
      return { ...(row as RowDataPacket) };
    };

    async function assertSame(): Promise<Record<string, unknown>> {
      const [ofDonor, ofJoiner] = [await stateOn('g1'), await stateOn('g2')];
      assert.deepEqual(ofJoiner, ofDonor);
      return ofDonor;
    }

    itThoroughly('without a binlog: the position of the replica that the donor was', async () => {
      await sqlOn(access, name, 'g1', 'SET SESSION wsrep_on = OFF', "SET GLOBAL gtid_slave_pos = '3-17-4711'");
      await refill();
      const state = await assertSame();
      assert.equal(state['@@GLOBAL.gtid_slave_pos'], '3-17-4711');
    });

    itThoroughly(
      "with a binlog and the cluster's own domain: the same state, and the same GTIDs afterwards",
      async () => {
        await setOnBoth((node) => [
          'log-bin=binlog',
          'log-slave-updates=ON',
          'server-id=5',
          'wsrep-gtid-mode=ON',
          `gtid-domain-id=${node === 'g1' ? '101' : '102'}`,
        ]);
        for (const node of ['g1', 'g2']) {
          await sqlOn(access, name, node, 'SET GLOBAL wsrep_gtid_domain_id = 42');
        }
        await sell();
        await refill();
        const before = await assertSame();
        assert.match(String(before['@@GLOBAL.gtid_binlog_pos']), /\b42-\d+-\d+/);
        assert.equal(before['@@GLOBAL.wsrep_gtid_domain_id'], 42);
        await sell();
        const afterwards = await assertSame();
        assert.notDeepEqual(afterwards, before);
      },
    );
  });
}
