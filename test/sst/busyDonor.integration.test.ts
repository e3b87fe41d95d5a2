import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { rebuildNode } from '../../src/cluster/operations/rebuildNode';
import { restoreNode } from '../../src/cluster/operations/restoreNode';
import type { Access } from '../../src/cluster/docker/access';
import { nodePaths } from '../../src/cluster/node/nodePaths';
import { execute } from '../support/inContainer';
import { itInMatrix, newest } from '../support/serverVersions';
import { sqlOn } from '../support/sql';
import { quietly, testName } from '../support/testAccess';
import { transferCluster } from './transferCluster';

const name = testName('sst-busy');
const { image } = newest;

const definitionsChanged = /note: definitions changed just now, and are read while the donor is held/;

describe('A full state transfer from a donor that is in use', () => {
  const { made, untilLogged, linesOf, lastTransfer, keepBusy } = transferCluster(name, image);
  let access: Access;

  const at = { cluster: name, node: 'g3' };

  const on = (node: string, ...statements: string[]): ReturnType<typeof sqlOn> =>
    sqlOn(access, name, node, ...statements);

  before(() => {
    access = made();
  });

  it('a table that a client of the donor keeps locked: the donor says whose it is, others write in between, and once it is free the transfer goes on', async () => {
    for (const table of ['counting', 'emptied']) {
      await on('g1', `CREATE TABLE shop.${table} (id INT PRIMARY KEY AUTO_INCREMENT)`);
    }
    await on(
      'g1',
      'INSERT INTO shop.emptied VALUES (1147)',
      'CREATE TABLE shop.filled (id INT PRIMARY KEY AUTO_INCREMENT, b LONGBLOB)',
      'CREATE TABLE shop.filled_too (id INT PRIMARY KEY AUTO_INCREMENT, b LONGBLOB) ENGINE = Aria',
    );
    const before = await transfersBegun('g1');
    await whileTableIsLocked((id) => [
      new RegExp(
        `galera-sst: note: the donor's tables couldn't be held within 1 s; who may hold them: connection ${id} of root [(]Query for \\d+ s: SELECT SLEEP[(][?][)], [)]`,
      ),
      'UPDATE shop.t2 SET pad = "written" WHERE id = 1',
      // The schema has been read by then, and its files stay the same.
      'INSERT INTO shop.counting VALUES (4711)',
      'DELETE FROM shop.counting',
      'TRUNCATE shop.emptied',
      // More than goes in one packet, and than is put aside.
      "INSERT INTO shop.filled SELECT NULL, REPEAT('x', 20000) FROM shop.seq_1_to_1000",
      "INSERT INTO shop.filled_too SELECT NULL, REPEAT('x', 1000000) FROM shop.seq_1_to_70",
    ]);
    assert.doesNotMatch((await linesOf('g1')).join(), /hid/);
    assert.equal(await transfersBegun('g1'), before + 1);
    const said = (await lastTransfer('g1')).join('\n');
    assert.doesNotMatch(said, definitionsChanged);
    assert.doesNotMatch(said, /who may hold them: .* of galera_sst/);
    assert.match(said, /the donor is held to the end: 64 MB of its rows, or more, aren't InnoDB's/);
    assert.deepEqual(
      await on(
        'g3',
        'SELECT pad, (SELECT SUM(LENGTH(b)) FROM shop.filled) + (SELECT SUM(LENGTH(b)) FROM shop.filled_too) AS bytes FROM shop.t2 WHERE id = 1',
      ),
      [{ pad: 'written', bytes: '90000000' }],
    );
    const counters = `SELECT TABLE_NAME AS name, AUTO_INCREMENT AS next FROM information_schema.TABLES
      WHERE TABLE_NAME IN ('counting', 'emptied') ORDER BY 1`;
    const ofDonor = await on('g1', counters);
    assert.deepEqual(await on('g3', counters), ofDonor);
    assert.ok(Number(ofDonor[0]?.['next']) > 4711 && Number(ofDonor[1]?.['next']) < 1147);
    await on('g1', 'DROP TABLE shop.counting, shop.emptied, shop.filled, shop.filled_too');
  });

  it('a function that gives something else once the schema was read and before the donor is held: a view that it no longer fits is left out', async () => {
    await changedOnceRead(
      [
        'CREATE FUNCTION other.some(a INT) RETURNS INT RETURN a',
        'CREATE VIEW other.upon AS SELECT other.some(6) + 1 AS seven',
      ],
      ['CREATE OR REPLACE FUNCTION other.some(a INT) RETURNS POINT RETURN POINT(a, a)'],
    );
    assert.match((await lastTransfer('g1')).join(), /warning: the view `other`.`upon` is left out: ERROR 4078/);
    await on('g1', 'DROP DATABASE other');
  });

  it('DDL after the schema was read and before the donor is held: the schema is read once more, and the joiner has it as it is', async () => {
    await changedOnceRead(
      ['CREATE SEQUENCE other.numbers NOCACHE', 'CREATE VIEW other.seen AS SELECT id FROM shop.t2'],
      [
        'ALTER SEQUENCE other.numbers MAXVALUE 777 NOCACHE',
        'CREATE TABLE other.late (id INT PRIMARY KEY, late VARCHAR(9))',
        "INSERT INTO other.late VALUES (1, 'late')",
        'CREATE OR REPLACE VIEW other.seen AS SELECT id, late FROM other.late',
        'CREATE TRIGGER other.later BEFORE INSERT ON other.late FOR EACH ROW SET NEW.id = NEW.id + 1',
      ],
    );
    assert.match((await lastTransfer('g1')).join(), definitionsChanged);
    assert.deepEqual(
      await on(
        'g3',
        'SELECT late, (SELECT MAXIMUM_VALUE FROM other.numbers) AS most, (SELECT COUNT(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = "other") AS triggers FROM other.seen',
      ),
      [{ late: 'late', most: 777, triggers: 1 }],
    );
    await on('g1', 'DROP DATABASE other');
  });

  it('a transaction that is replicated in fragments: the transfer waits for its end, and the joiner has all of it', async () => {
    await on('g1', 'CREATE TABLE shop.fragments (id INT PRIMARY KEY)');
    const { id, ended } = await keepBusy("DO GET_LOCK('go', 0)", 'DO SLEEP(600)');
    const committed = on(
      'g1',
      "SET SESSION wsrep_trx_fragment_unit = 'rows', wsrep_trx_fragment_size = 1",
      'START TRANSACTION',
      'INSERT INTO shop.fragments VALUES (1), (2), (3)',
      "DO GET_LOCK('go', 600)",
      'INSERT INTO shop.fragments VALUES (4)',
      'COMMIT',
    );
    committed.catch(() => undefined);
    const rebuilt = rebuildNode(access, at, quietly, 'g1');
    rebuilt.catch(() => undefined);
    try {
      await untilLogged('g1', /who may hold them: a transaction is open that is replicated in fragments/);
    } finally {
      await on('g1', `KILL ${id}`);
      await assert.rejects(ended);
    }
    await committed;
    await rebuilt;
    assert.deepEqual(await on('g3', 'SELECT COUNT(*) AS n FROM shop.fragments'), [{ n: 4 }]);
    await on('g1', 'DROP TABLE shop.fragments');
  });

  it('a query that lasts: nobody waits for it', async () => {
    const { id, ended } = await keepBusy('SELECT SLEEP(600) FROM shop.t1 WHERE id = 1');
    try {
      await rebuildNode(access, at, quietly, 'g1');
    } finally {
      await on('g1', `KILL ${id}`);
      await assert.rejects(ended);
    }
  });

  it('all connections of the donor taken: the transfer fails and says so, and goes through once some are free', async () => {
    await on('g1', 'SET GLOBAL max_connections = 10');
    const wait = `BEGIN NOT ATOMIC WHILE LOAD_FILE('${nodePaths.files}/free') IS NULL DO DO SLEEP(0.1); END WHILE; END`;
    const ended = Promise.allSettled(Array.from({ length: 12 }, () => on('g1', wait)));
    try {
      await assert.rejects(rebuildNode(access, at, quietly, 'g1'), /Too many connections/);
    } finally {
      await execute(access, `galera-${name}-g1`, `echo free >${nodePaths.files}/free`);
      await ended;
      await on('g1', 'SET GLOBAL max_connections = DEFAULT');
    }
    await restoreNode(access, at, quietly);
  });

  itInMatrix(
    'a table that is kept locked for longer: the transfer fails and says so, and once it is free the next one goes through',
    () =>
      whileTableIsLocked((id) => [
        new RegExp(
          `galera-sst: failed: the donor couldn't hold its tables; who may hold them: connection ${id} of root`,
        ),
      ]),
  );

  it('writes that last, by a trigger and one after the other, and one that waits for a row: the transfer waits for its turn, whatever regular expressions mean on the donor', async () => {
    await on(
      'g1',
      "SET GLOBAL default_regex_flags = 'EXTENDED,MULTILINE'",
      'CREATE TABLE shop.told (id INT PRIMARY KEY AUTO_INCREMENT)',
      'CREATE TRIGGER shop.tell AFTER UPDATE ON shop.t3 FOR EACH ROW BEGIN INSERT INTO shop.told VALUES (); DO SLEEP(0.1); END',
    );
    const busy = await Promise.all([
      keepBusy("UPDATE shop.t3 SET pad = 'told' WHERE id <= 50"),
      keepBusy(
        ...Array.from(
          { length: 4 },
          (_, turn) => `UPDATE shop.t1 SET pad = IF(SLEEP(1.5), '', 'turn ${String(turn)}') WHERE id = 1`,
        ),
      ),
      keepBusy('START TRANSACTION', "UPDATE shop.t4 SET pad = 'first' WHERE id = 1", 'DO SLEEP(5)', 'COMMIT'),
      keepBusy('DO SLEEP(0.5)', 'SELECT pad FROM shop.t4 WHERE id = 1 FOR UPDATE'),
    ]);
    const before = await transfersBegun('g1');
    const rebuilt = rebuildNode(access, at, quietly, 'g1');
    rebuilt.catch(() => undefined);
    await Promise.all(busy.map(({ ended }) => ended));
    await rebuilt;
    assert.equal(await transfersBegun('g1'), before + 1);
    assert.equal((await execute(access, `galera-${name}-g1`, 'ls -A /tmp')).stdout, '', 'what a transfer left');
    assert.deepEqual(
      await on(
        'g3',
        'SELECT t1.pad AS turns, t3.pad AS told, t4.pad AS first FROM shop.t1 JOIN shop.t3 USING (id) JOIN shop.t4 USING (id) WHERE id = 1',
      ),
      [{ turns: 'turn 3', told: 'told', first: 'first' }],
    );
    await on('g1', 'SET GLOBAL default_regex_flags = DEFAULT', 'DROP TABLE shop.told', 'DROP TRIGGER shop.tell');
  });

  /** Makes a database named other, and changes it while g3 is filled anew, once its definitions have been read. */
  async function changedOnceRead(made: readonly string[], changes: readonly string[]): Promise<void> {
    await on('g1', 'CREATE DATABASE other', ...made);
    await whileTableIsLocked((id) => [
      new RegExp(`galera-sst: note: the donor's tables couldn't be held within 1 s; .*: connection ${id} of root`),
      ...changes,
    ]);
  }

  /**
   * Fills g3 anew from g1, which a client keeps a table of locked until something is logged and other clients have done
   * what is said then.
   */
  async function whileTableIsLocked(then: (id: string) => [logged: RegExp, ...statements: string[]]): Promise<void> {
    const { id, ended } = await keepBusy(
      'LOCK TABLES shop.t1 WRITE',
      `SELECT SLEEP(600), 'hid''den', "hid""den" /* hidden */`,
    );
    const rebuilt = rebuildNode(access, at, quietly, 'g1');
    rebuilt.catch(() => undefined);
    const [logged, ...statements] = then(id);
    try {
      await untilLogged('g1', logged);
      await on('g1', ...statements);
    } finally {
      await on('g1', `KILL ${id}`);
      await assert.rejects(ended);
    }
    await rebuilt;
  }

  /** How many full transfers a node has begun to send. */
  async function transfersBegun(node: string): Promise<number> {
    return (await linesOf(node)).filter((line) => line.startsWith('galera-sst: started: method=mysqldump')).length;
  }
});
