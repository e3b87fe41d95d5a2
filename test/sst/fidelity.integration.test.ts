import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { rebuildNode } from '../../src/cluster/operations/rebuildNode';
import type { Access } from '../../src/cluster/docker/access';
import { sstUser } from '../../src/cluster/node/credentials';
import { nodePaths } from '../../src/cluster/node/nodePaths';
import { startCluster } from '../../src/cluster/operations/startCluster';
import { sstMethods } from '../../src/sst/methods';
import { addNode } from '../support/addNode';
import { execute } from '../support/inContainer';
import { withoutBoots } from '../support/plainLog';
import { newest, older, serverVersions } from '../support/serverVersions';
import { sqlOn } from '../support/sql';
import { dropCluster, nodeContainer, quietly, testAccess, testName } from '../support/testAccess';
import { contentOf } from './contentOf';
import fixture from './fidelity.sql';

/** Runs a script of statements in a node, as its root; what they print, a row a line. */
async function runSql(access: Access, container: string, sql: string): Promise<string> {
  const client = 'mariadb --default-character-set=utf8mb4 --comments --binary-mode -BN --raw';
  const { exitCode, stderr, stdout } = await execute(access, container, `${client} <<'END OF SQL'\n${sql}\nEND OF SQL`);
  assert.equal(exitCode, 0, stderr);
  return stdout;
}

/** Statements that work out the statistics of every table of a user's. */
async function analyzeAll(access: Access, container: string): Promise<string> {
  const quoted = (name: string): string => `CHAR(96), REPLACE(${name}, CHAR(96), REPEAT(CHAR(96), 2)), CHAR(96)`;
  const tables = "TABLE_TYPE = 'BASE TABLE' AND ENGINE = 'InnoDB' AND TABLE_SCHEMA <> 'mysql'";
  const analyze = `CONCAT('ANALYZE TABLE ', ${quoted('TABLE_SCHEMA')}, '.', ${quoted('TABLE_NAME')}, ';')`;
  const ask = `SELECT ${analyze} FROM information_schema.TABLES WHERE ${tables}`;
  const statements = await runSql(access, container, ask);
  assert.match(statements, /ANALYZE TABLE `kinds`\./);
  return statements;
}

/**
 * A newer server's words for the donor's line: it puts INVISIBLE behind the default, row versions that are still there
 * end where its own time does, and its own system tables have columns at the end that the donor's lack, with their
 * defaults.
 */
function isNewersLine(donorsLine: string, joinersLine: string): boolean {
  return (
    joinersLine === donorsLine.replace(/ INVISIBLE( DEFAULT [^,]+),$/, '$1 INVISIBLE,') ||
    joinersLine === donorsLine.replace(/'2038-01-19 03:14:07\.999999'(?=\))/g, "'2106-02-07 06:28:15.999999'") ||
    (/^\(.*\);$/.test(donorsLine) &&
      joinersLine.startsWith(donorsLine.slice(0, -2)) &&
      /^(,'(N|\{\})')+\);$/.test(joinersLine.slice(donorsLine.length - 2)))
  );
}

async function assertAlike(
  access: Access,
  donor: string,
  joiner = 'g2',
  isAlike = (a: string, b: string): boolean => a === b,
): Promise<void> {
  const [ofDonor, ofJoiner] = [await contentOf(access, donor, 'g1'), await contentOf(access, donor, joiner)];
  assert.match(ofDonor, /TRIGGER `?second_one/);
  assert.match(ofDonor, /kinds\.big_rows\t\d+/);
  assert.match(ofDonor, /kinds\.made\t3\t\d+/);
  // Not as a whole: the text has many megabytes, and a difference would be lost in them.
  const [donorLines, joinerLines] = [ofDonor.split('\n'), ofJoiner.split('\n')];
  const differing = joinerLines.flatMap((line, index) =>
    isAlike(donorLines[index] ?? '', line) ? [] : [[donorLines[index]?.slice(0, 2_000), line.slice(0, 2_000)]],
  );
  assert.deepEqual(differing.slice(0, 5), []);
  assert.equal(joinerLines.length, donorLines.length);
}

const textColumns = Array.from({ length: 600 }, (_, at) => `\`a rather long name for column ${String(at)}\` TINYTEXT`);
const hundredsOfTexts = `CREATE TABLE kinds.texts (id INT PRIMARY KEY, ${textColumns.join()}) ENGINE = Aria;
  INSERT INTO kinds.texts (id, \`a rather long name for column 599\`) VALUES (1, 'a'), (2, NULL)`;

async function donorsLog(access: Access, donor: string): Promise<string> {
  const log = await access.docker.getContainer(donor).logs({ stdout: true, stderr: true });
  return withoutBoots(log.toString('utf8'));
}

for (const { version, image, itThoroughly } of serverVersions) {
  describe(`A joiner filled by our SST is identical to its donor, on ${version}`, () => {
    const name = testName(`fidelity-${version.replace('.', '-')}`);
    const donor = `galera-${name}-g1`;
    let access: Access;

    before(async () => {
      access = await testAccess();
      await dropCluster(access, name);
      await startCluster(access, { name, nodes: 2, image }, quietly);
      // The server works statistics out anew ten seconds after a table has changed, in the middle of a transfer, too.
      await runSql(access, donor, 'SET GLOBAL innodb_stats_auto_recalc = OFF');
      await runSql(access, donor, `${fixture};\n${hundredsOfTexts}`);
      await runSql(access, donor, await analyzeAll(access, donor));
    });
    after(() => dropCluster(access, name));

    it('with an account that has the rights it needs and no others', async () => {
      const [row] = await sqlOn(access, name, 'g1', `SHOW GRANTS FOR ${sstUser}`);
      const granted = /^GRANT (.+) ON \*\.\* TO/.exec(String(Object.values(row ?? {})[0]))?.[1]?.split(', ');
      assert.deepEqual(granted?.sort(), [...sstMethods.mysqldump.privileges].sort());
    });

    it('where small tables go as dumps', async () => {
      await rebuildNode(access, { cluster: name, node: 'g2' }, quietly);
      await assertAlike(access, donor);
      assert.equal((await execute(access, donor, 'ls /tmp/was_run')).stdout, '', "a table's name was run");
      assert.match(await donorsLog(access, donor), /warning: the view `kinds`\.`broken` is left out: ERROR 1146/);
    });

    itThoroughly('where every table goes as rows, on more streams', async () => {
      await execute(
        access,
        donor,
        `printf '[galera-sst]\\ndump-below=0\\nrange-above=60\\nstreams=6\\n' >>${nodePaths.config}`,
      );
      const ids =
        'CREATE TABLE kinds.plain_ids (id INT PRIMARY KEY, six INET6, four INET4, u UUID); ' +
        'INSERT INTO kinds.plain_ids ' +
        "SELECT seq, '::ffff:127.0.0.1', '1.2.3.4', UUID() FROM kinds.seq_1_to_1000";
      // Two that insert into such a table lock each other out.
      const blobs =
        'CREATE TABLE kinds.unique_blobs (id INT PRIMARY KEY, b BLOB NOT NULL, UNIQUE (b)); ' +
        'INSERT INTO kinds.unique_blobs SELECT seq, MD5(seq) FROM kinds.seq_1_to_3000';
      await runSql(access, donor, `${ids}; ${blobs}; ANALYZE TABLE kinds.plain_ids, kinds.unique_blobs`);
      // What a user may have set for all sessions to come.
      await runSql(access, donor, "SET GLOBAL sql_select_limit = 2; SET GLOBAL tx_isolation = 'READ-UNCOMMITTED'");
      await rebuildNode(access, { cluster: name, node: 'g2' }, quietly);
      const usual = "SET GLOBAL sql_select_limit = DEFAULT; SET GLOBAL tx_isolation = 'REPEATABLE-READ'";
      await runSql(access, donor, usual);
      const log = await donorsLog(access, donor);
      assert.match(log, /progress: .* streams=6/);
      assert.match(log, / is sent again, as statements/);
      assert.match(log, /`invalid_days` is sent again, as statements: \d+ of 70 rows came in ranges/);
      assert.doesNotMatch(log, /plain_ids` is sent again/);
      await assertAlike(access, donor);
    });

    itThoroughly(
      'but for what no server can make or keep, which it says: histories by transactions, checks of read-only views',
      async () => {
        const period =
          'since BIGINT UNSIGNED GENERATED ALWAYS AS ROW START, ' +
          'until BIGINT UNSIGNED GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (since, until)';
        const make = `CREATE TABLE precise.t (id INT PRIMARY KEY, x INT, ${period}) WITH SYSTEM VERSIONING`;
        await sqlOn(
          access,
          name,
          'g1',
          'CREATE DATABASE precise',
          make,
          'INSERT INTO precise.t (id, x) VALUES (1, 1), (2, 2)',
          'UPDATE precise.t SET x = 3 WHERE id = 1',
        );
        await sqlOn(
          access,
          name,
          'g1',
          'USE precise',
          'CREATE VIEW base AS SELECT id FROM t',
          'CREATE VIEW checking AS SELECT id FROM base WHERE id > 1 WITH CHECK OPTION',
          'CREATE OR REPLACE VIEW base AS SELECT DISTINCT id FROM t',
          'CREATE TABLE changed (id INT PRIMARY KEY, c VARCHAR(9) COLLATE utf8mb4_bin, d INT, `c at line 3:\nc` INT)',
          'CREATE VIEW mixed AS SELECT a.id FROM changed AS a JOIN changed AS b ON a.c = LEFT(b.c, 9)',
          'CREATE VIEW upon_mixed AS SELECT id + 1 AS next FROM mixed',
          'CREATE TRIGGER first BEFORE INSERT ON changed FOR EACH ROW SET NEW.d = 1',
          "CREATE TRIGGER second BEFORE INSERT ON changed FOR EACH ROW SET NEW.c = 'c'",
          'CREATE TRIGGER third BEFORE INSERT ON changed FOR EACH ROW SET NEW.d = NEW.d + 1',
          'CREATE TRIGGER fourth BEFORE INSERT ON changed FOR EACH ROW SET NEW.`c at line 3:\nc` = 1',
          'ALTER TABLE changed DROP COLUMN c, DROP COLUMN `c at line 3:\nc`, ADD COLUMN e INET6',
          'CREATE TABLE texts (g VARCHAR(9) COLLATE utf8mb4_general_ci, u VARCHAR(9) COLLATE utf8mb4_general_ci)',
          'CREATE VIEW compared AS SELECT g = u AS same FROM texts',
          'ALTER TABLE texts MODIFY u VARCHAR(9) COLLATE utf8mb4_unicode_ci',
        );
        // What a user may have set for all sessions to come.
        await runSql(
          access,
          donor,
          "SET GLOBAL system_versioning_asof = '2020-01-01 00:00:00'; SET GLOBAL tmp_disk_table_size = 16384",
        );
        await rebuildNode(access, { cluster: name, node: 'g2' }, quietly);
        await runSql(
          access,
          donor,
          'SET GLOBAL system_versioning_asof = DEFAULT; SET GLOBAL tmp_disk_table_size = DEFAULT',
        );
        assert.match(await donorsLog(access, donor), /warning: only what `precise`\.`t` holds now is sent/);
        assert.match(
          await donorsLog(access, donor),
          /warning: the view `precise`\.`checking` is made without its CHECK OPTION: ERROR 1368/,
        );
        for (const left of [
          /the view `precise`\.`mixed` is left out: ERROR 1054/,
          /the view `precise`\.`upon_mixed` is left out/,
          /the view `precise`\.`compared` is left out: ERROR 1267/,
          /the trigger `precise`\.`second` is left out: ERROR 1054/,
          /the trigger `precise`\.`fourth` is left out: ERROR 1054/,
        ]) {
          assert.match(await donorsLog(access, donor), left);
        }
        assert.deepEqual(await sqlOn(access, name, 'g2', 'SELECT id FROM precise.checking'), [{ id: 2 }]);
        assert.deepEqual(
          await sqlOn(
            access,
            name,
            'g2',
            'INSERT INTO precise.changed (id) VALUES (1)',
            'SELECT d FROM precise.changed',
          ),
          [{ d: 2 }],
        );
        await sqlOn(access, name, 'g1', 'UPDATE precise.t SET x = 4 WHERE id = 2');
        const rows = await sqlOn(
          access,
          name,
          'g2',
          'SET SESSION wsrep_sync_wait = 1',
          'SELECT id, x FROM precise.t ORDER BY id',
        );
        assert.deepEqual(rows, [
          { id: 1, x: 3 },
          { id: 2, x: 4 },
        ]);
        await sqlOn(access, name, 'g1', 'DROP DATABASE precise');
      },
    );

    if (version === older.version) {
      it('a newer one too, but for the words and columns of its own version', async () => {
        await addNode(access, name, 'g3', newest.image, quietly);
        assert.equal((await nodeContainer(access, name, 'g3').inspect()).Config.Image, newest.image);
        await assertAlike(access, donor, 'g3', (a, b) => a === b || isNewersLine(a, b));
        const current = await sqlOn(
          access,
          name,
          'g3',
          "SELECT x, kept = '2038-01-19 03:14:07.999999' AS is_kept FROM kinds.versioned_too",
        );
        assert.deepEqual(current, [
          { x: 2, is_kept: 1 },
          { x: null, is_kept: null },
        ]);
      });
    }
  });
}
