import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { Access } from '../../src/cluster/docker/access';
import { untilStates } from '../support/nodeStates';
import { newest } from '../support/serverVersions';
import { sqlOn } from '../support/sql';
import { testName } from '../support/testAccess';
import { donors, transferCluster } from './transferCluster';

const name = testName('sst-altered');

describe('A full state transfer from a donor that is written to meanwhile', () => {
  const { made, inTransfer, lastTransfer, untilLogged } = transferCluster(name, newest.image);
  let access: Access;

  before(() => {
    access = made();
  });

  it("while rows are on their way: the donor's clients write, and tables are made and dropped, which the joiner then has; and what the donor's gcache of 128 MB has to keep is said", async () => {
    const donor = await inTransfer(async (node) => {
      await sqlOn(
        access,
        name,
        node,
        'CREATE TABLE shop.much (id INT PRIMARY KEY AUTO_INCREMENT, b LONGBLOB)',
        ...[1, 2, 3].map(() => "INSERT INTO shop.much SELECT NULL, REPEAT('x', 1000000) FROM shop.seq_1_to_50"),
        'DROP TABLE shop.much',
      );
      await untilLogged(
        node,
        /galera-sst: note: \d+ MB were written in \d+ s, more than .* gcache of 128 MB: .* room for \d+ MB/,
      );
      await sqlOn(
        access,
        name,
        node,
        "UPDATE shop.t4 SET pad = 'changed' WHERE id = 1",
        'CREATE TABLE shop.late (id INT PRIMARY KEY)',
        'INSERT INTO shop.late VALUES (1)',
        'CREATE TABLE shop.gone (id INT PRIMARY KEY)',
        'DROP TABLE shop.gone',
      );
    });
    await untilStates(access, name, { g3: 'Synced' });
    assert.deepEqual(
      await sqlOn(access, name, 'g3', 'SELECT t4.pad FROM shop.t4 JOIN shop.late USING (id) WHERE id = 1'),
      [{ pad: 'changed' }],
    );
    assert(!(await lastTransfer(donor)).some((line) => line.includes('begins again')));
    await sqlOn(access, name, donor, 'DROP TABLE shop.late');
  });

  const alterations: [
    what: string,
    statements: string[],
    undo: string[],
    look: string,
    seen: Record<string, unknown>,
  ][] = [
    [
      'altered on another node',
      ['t1', 't2', 't3', 't4'].map(
        (t, at) => `ALTER TABLE shop.${t} ADD COLUMN extra INT NOT NULL DEFAULT ${String(7 + at)}`,
      ),
      ['t1', 't2', 't3', 't4'].map((table) => `ALTER TABLE shop.${table} DROP COLUMN extra`),
      'SELECT t1.extra AS one, t4.extra AS four FROM shop.t1 JOIN shop.t4 USING (id) WHERE id = 1',
      { one: 7, four: 10 },
    ],
    [
      'exchanged with a partition of another',
      ['t1', 't2', 't3', 't4'].flatMap((t) => [
        `CREATE TABLE shop.of_${t} LIKE shop.${t}`,
        `ALTER TABLE shop.of_${t} PARTITION BY HASH (id) PARTITIONS 1`,
        `INSERT INTO shop.of_${t} SELECT id, UPPER(pad) FROM shop.${t}`,
        `ALTER TABLE shop.of_${t} EXCHANGE PARTITION p0 WITH TABLE shop.${t}`,
      ]),
      ['t1', 't2', 't3', 't4'].flatMap((t) => [`DROP TABLE shop.of_${t}`, `UPDATE shop.${t} SET pad = LOWER(pad)`]),
      "SELECT t1.pad LIKE BINARY 'X%' AS one, t4.pad LIKE BINARY 'X%' AS four FROM shop.t1 JOIN shop.t4 USING (id) WHERE id = 2",
      { one: 1, four: 1 },
    ],
    [
      'emptied and filled anew',
      ['t1', 't2', 't3', 't4'].flatMap((table) => [
        `CREATE TABLE shop.kept AS SELECT * FROM shop.${table}`,
        `TRUNCATE shop.${table}`,
        `INSERT INTO shop.${table} SELECT id, UPPER(pad) FROM shop.kept`,
        'DROP TABLE shop.kept',
      ]),
      ['t1', 't2', 't3', 't4'].map((table) => `UPDATE shop.${table} SET pad = LOWER(pad)`),
      "SELECT t1.pad LIKE BINARY 'X%' AS one, t4.pad LIKE BINARY 'X%' AS four FROM shop.t1 JOIN shop.t4 USING (id) WHERE id = 2",
      { one: 1, four: 1 },
    ],
  ];
  for (const [what, statements, undo, look, seen] of alterations) {
    it(`tables ${what} meanwhile: noticed, and the transfer begins again; the joiner has them as they are`, async () => {
      let other = '';
      const donor = await inTransfer(async (node) => {
        other = donors.find((each) => each !== node) ?? '';
        await sqlOn(access, name, other, 'USE shop', ...statements);
      });
      await untilStates(access, name, { g3: 'Synced' });
      assert.deepEqual(await sqlOn(access, name, 'g3', look), [seen]);
      assert(
        (await lastTransfer(donor)).some((line) =>
          /note: .* was altered meanwhile: the transfer begins again/.test(line),
        ),
      );
      // Those of which it relaxes some while it loads.
      const settings = `SELECT VARIABLE_NAME AS name, GLOBAL_VALUE AS value FROM information_schema.SYSTEM_VARIABLES
        WHERE VARIABLE_NAME RLIKE '^(innodb|max|local|general_log$|slow_query_log$)' AND VARIABLE_NAME NOT LIKE '%autoinc%'`;
      assert.deepEqual(await sqlOn(access, name, 'g3', settings), await sqlOn(access, name, other, settings));
      await sqlOn(access, name, other, ...undo);
    });
  }
});
