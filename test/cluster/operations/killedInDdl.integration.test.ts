import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { killCluster } from '../../../src/cluster/operations/killCluster';
import { idleNode } from '../../../src/cluster/operations/nodeActions';
import { inspectRecovery } from '../../../src/cluster/operations/recoverCluster';
import { restoreNode } from '../../../src/cluster/operations/restoreNode';
import type { Access } from '../../../src/cluster/docker/access';
import { nodePaths } from '../../../src/cluster/node/nodePaths';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { execute } from '../../support/inContainer';
import { heldMark } from '../../support/heldTransfers';
import { Ledger } from '../../support/ledger';
import { untilStates } from '../../support/nodeStates';
import { sqlOn } from '../../support/sql';
import { dropCluster, nodeContainer, quietly, testAccess, testName, untilDone } from '../../support/testAccess';
import { newest } from '../../support/serverVersions';

const name = testName('ddl');
const { image } = newest;
const patienceMs = 120_000;
const zeroUuid = /^uuid: +0{8}-/m;

describe('A node that is killed in the middle of DDL, of a transfer, or after it was found inconsistent', () => {
  let access: Access;
  let ledger: Ledger;
  let alters = 0;

  const at = (node: string): { cluster: string; node: string } => ({ cluster: name, node });
  const inNode = async (node: string, line: string): Promise<string> =>
    (await execute(access, `galera-${name}-${node}`, line)).stdout;
  const kill = (node: string): Promise<unknown> => nodeContainer(access, name, node).kill();
  const start = (): Promise<unknown> => startCluster(access, { name }, quietly);

  async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
    await waitUntil(
      { signal: untilDone, what, deadlineMs: patienceMs, details: () => Promise.resolve([]) },
      async () => ((await holds()) ? { done: true } : 'notYet'),
    );
  }

  const holdsZeroUuid = async (node: string): Promise<boolean> =>
    zeroUuid.test(await inNode(node, `cat ${nodePaths.grastate}`));

  /**
   * Begins an ALTER on a node that works on every row for long, and waits until the named nodes are in the middle of
   * it.
   */
  async function beginAlter(node: string, ...inside: string[]): Promise<void> {
    alters += 1;
    const column = `digest${String(alters)} CHAR(128) DEFAULT (SHA2(REPEAT(n, 3000000), 512))`;
    const slow = `ALTER TABLE ledger.slow ADD COLUMN ${column}, ALGORITHM=COPY`;
    // Its node is killed in it, and the connection with that.
    void sqlOn(access, name, node, slow).catch(() => undefined);
    for (const each of inside) {
      await until(`${each} to be in the ALTER`, () => holdsZeroUuid(each));
    }
  }

  /** Has the transfers that a node sends stand still at a step, until they are let go. */
  async function hold(node: string, step: string): Promise<() => Promise<unknown>> {
    const script = '/usr/bin/wsrep_sst_mysqldump';
    const wait = `; touch ${heldMark}; until [ -e /tmp/go ]; do sleep 0.1; done`;
    // Never into the file itself, which a shell may be reading.
    const held = `cp -p ${script} /tmp/held-script; sed -i "/step='${step}'$/s|$|${wait}|" /tmp/held-script; mv -f /tmp/held-script ${script}`;
    await inNode(node, `rm -f ${heldMark} /tmp/go; cp -p ${script} /tmp/script; ${held}`);
    return () => inNode(node, `touch /tmp/go; mv -f /tmp/script ${script}`);
  }

  const isHeld = async (): Promise<boolean> => (await inNode('g1', `ls ${heldMark}`)) !== '';

  /** Every acknowledged row is on both nodes, which agree on what the table looks like. */
  async function assertWhole(): Promise<void> {
    await ledger.assertOn(['g1', 'g2']);
    const looks = ['g1', 'g2'].map(
      async (node) => (await sqlOn(access, name, node, 'SHOW CREATE TABLE ledger.slow'))[0]?.['Create Table'] as string,
    );
    const [first, second] = await Promise.all(looks);
    assert.equal(second, first);
  }

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    await startCluster(access, { name, image, nodes: 2 }, quietly);
    ledger = new Ledger(access, name);
    await ledger.open('g1');
    const rows = Array.from({ length: 99 }, (_, n) => `(${String(n + 1)})`).join(',');
    await sqlOn(
      access,
      name,
      'g1',
      'CREATE TABLE ledger.slow (n INT PRIMARY KEY)',
      `INSERT INTO ledger.slow VALUES ${rows}`,
    );
    await ledger.write('g1');
  });
  after(() => dropCluster(access, name));

  it('a row that only a node killed in an ALTER has acknowledged is still there after a start', async () => {
    await idleNode(access, at('g1'), quietly);
    await ledger.write('g2');
    await beginAlter('g2', 'g2');
    await kill('g2');
    await start();
    await assertWhole();
  });

  it('all killed in an ALTER: a start brings them back, and they agree', async () => {
    await beginAlter('g1', 'g1', 'g2');
    await killCluster(access, name, quietly);
    await start();
    await assertWhole();
  });

  it('one killed in an ALTER is filled again, as nobody can say whether it had done it; killed in that, it holds nothing', async () => {
    await ledger.write('g1');
    await beginAlter('g1', 'g2');
    await kill('g2');
    await until('g1 to have done it', async () => !(await holdsZeroUuid('g1')));
    const letGo = await hold('g1', 'sending the rows');
    const broken = assert.rejects(start());
    await until('the transfer to stand still', isHeld);
    await kill('g2');
    await broken;
    await letGo();
    await killCluster(access, name, quietly);
    const { decision, members } = await inspectRecovery(access, name, quietly);
    assert.equal(members.find(({ node }) => node === 'g2')?.position?.origin, 'interrupted');
    assert.deepEqual(decision, { kind: 'bootstrap', node: 'g1' });
    await start();
    await assertWhole();
    assert.equal(await inNode('g2', 'ls /var/lib/mysql/data/mysql | grep galera'), '', 'the mark is gone');
  });

  it('a joiner killed while it waits for what it has missed comes back by IST, from the donor that lost its quorum with it', async () => {
    await idleNode(access, at('g2'), quietly);
    await ledger.write('g1');
    const letGo = await hold('g1', 'setting the position');
    await nodeContainer(access, name, 'g2').start();
    await until('g1 to be asked', isHeld);
    assert.equal(await holdsZeroUuid('g2'), true);
    await kill('g2');
    await untilStates(access, name, { g1: 'Non-Primary', g2: 'Killed' });
    await letGo();
    await until('g1 to wait', async () => (await inNode('g1', `cat ${nodePaths.boot}`)).includes('phase=waiting'));
    const { method } = await restoreNode(access, at('g2'), quietly);
    assert.equal(method, 'ist');
    await assertWhole();
  });

  it('what a client says of itself in a login that is refused makes no node give up what it holds', async () => {
    const server = (await inNode('g2', 'pidof mariadbd')).trim();
    const address =
      (await nodeContainer(access, name, 'g2').inspect()).NetworkSettings.Networks[`galera-${name}-replication`]
        ?.IPAddress ?? '';
    await sqlOn(access, name, 'g2', 'SET GLOBAL wsrep_desync = ON');
    for (const said of ['Inconsistency detected: y', 'sst sent called when not SST donor']) {
      for (const before of ['', '\\n2026-11-26 18:01:29 0 [Note]']) {
        const login = `mariadb --no-defaults --skip-ssl-verify-server-cert -h ${address} -u $'x${before} WSREP: ${said}' -e 'DO 1'`;
        assert.match((await execute(access, `galera-${name}-g1`, login)).stderr, /Access denied/);
      }
    }
    const log = async (): Promise<string> =>
      (await nodeContainer(access, name, 'g2').logs({ stdout: true, stderr: true })).toString('utf8');
    await until('g2 to have logged it', async () =>
      /2026-11-26 18:01:29 0 \[Note\] WSREP: sst sent called/.test(await log()),
    );
    const isLookedInto = async (): Promise<boolean> =>
      (await inNode('g2', 'ls /run/galera-clusters')).includes('end_if_stuck_donor');
    await until('g2 to have looked into it', async () => !(await isLookedInto()));
    assert.equal(await inNode('g2', 'ls /var/lib/mysql/data/galera_given_up 2>/dev/null'), '');
    assert.equal((await inNode('g2', 'pidof mariadbd')).trim(), server);
    await sqlOn(access, name, 'g2', 'SET GLOBAL wsrep_desync = OFF');
    await untilStates(access, name, { g1: 'Synced', g2: 'Synced' });
  });

  it('a node that was found inconsistent does not come back with what it holds', async () => {
    await sqlOn(access, name, 'g2', 'SET SESSION wsrep_on = OFF', 'DELETE FROM ledger.entries WHERE n = 1');
    await sqlOn(access, name, 'g1', "UPDATE ledger.entries SET node = 'both' WHERE n = 1");
    await until('g2 to notice', async () => (await inNode('g2', 'ls /var/lib/mysql/data/galera_given_up')) !== '');
    await kill('g2');
    const { method } = await restoreNode(access, at('g2'), quietly);
    assert.equal(method, 'mysqldump');
    await assertWhole();
  });
});
