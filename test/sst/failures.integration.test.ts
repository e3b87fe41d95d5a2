import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { freezeNode, isolateNode } from '../../src/cluster/operations/nodeActions';
import { rebuildNode } from '../../src/cluster/operations/rebuildNode';
import { restoreNode } from '../../src/cluster/operations/restoreNode';
import type { Engine } from '../../src/cluster/docker/engine';
import { GaleraError } from '../../src/cluster/vocabulary/errors';
import { labels } from '../../src/cluster/vocabulary/labels';
import type { NodeView } from '../../src/cluster/vocabulary/model';
import { readCluster } from '../../src/cluster/view/readClusters';
import { startCluster } from '../../src/cluster/operations/startCluster';
import { waitUntil } from '../../src/cluster/async/waitUntil';
import { fill } from '../support/fill';
import { heldMark, holdTransfers, letTransfersGo } from '../support/heldTransfers';
import { execute, onVolume } from '../support/inContainer';
import { untilStates } from '../support/nodeStates';
import { plainLog } from '../support/plainLog';
import { itInMatrix } from '../support/serverVersions';
import { sqlOn } from '../support/sql';
import { dropCluster, nodeContainer, quietly, testEngine, testName, untilDone } from '../support/testEngine';

const name = testName('sst-fail');
const image = process.env['GALERA_TEST_IMAGE'] ?? 'galera-clusters/mariadb:11.8';
const olderImage = process.env['GALERA_TEST_IMAGE_OLD'] ?? 'galera-clusters/mariadb:10.11';
const tables = ['t1', 't2', 't3', 't4'];
/** Of 1 kB each: enough to be hit in the middle of a transfer. */
const rowsPerTable = 6_000;
const donors = ['g1', 'g2'];

describe('A full state transfer that fails', () => {
  let engine: Engine;

  const at = { cluster: name, node: 'g3' };
  const joiner = (): ReturnType<typeof nodeContainer> => nodeContainer(engine, name, 'g3');

  before(async () => {
    engine = await testEngine();
    await dropCluster(engine, name);
    await startCluster(engine, { name, image }, quietly);
    await sqlOn(engine, name, 'g1', 'CREATE DATABASE shop');
    for (const table of tables) {
      const fill = `INSERT INTO shop.${table} SELECT seq, REPEAT('x', 1000) FROM seq_1_to_${String(rowsPerTable)}`;
      await sqlOn(
        engine,
        name,
        'g1',
        'USE shop',
        `CREATE TABLE shop.${table} (id INT PRIMARY KEY, pad VARCHAR(1000))`,
        fill,
      );
    }
  });
  beforeEach(() => startCluster(engine, { name }, quietly));
  // Whatever went wrong: a restore brings everything back.
  afterEach(async function () {
    if (this.currentTest?.state !== 'passed') {
      return;
    }
    await untilStates(engine, name, { g1: 'Synced', g2: 'Synced', g3: 'Synced' });
    for (const table of tables) {
      const [count] = await sqlOn(engine, name, 'g3', `SELECT COUNT(*) AS n FROM shop.${table}`);
      assert.equal(count?.['n'], rowsPerTable, `${table} on g3`);
    }
  });
  after(() => dropCluster(engine, name));

  // To the donor it is as silent as one that is frozen.
  itInMatrix('the joiner cut off: the donor is Synced again, and says why', async () => {
    const donor = await inTransfer(() => isolateNode(engine, at, quietly));
    await untilLogged(donor, /galera-sst: failed: (the joiner .* doesn't answer any more|sending .*ERROR 2\d{3})/);
    await untilDonorIsFree(donor);
    await untilStates(engine, name, { g3: 'Isolated' });
    await restoreNode(engine, at, quietly);
  });

  it('the joiner frozen: the transfer times out, the donor is Synced again', async () => {
    const donor = await inTransfer(() => freezeNode(engine, at, quietly));
    await untilLogged(donor, /galera-sst: failed: the joiner .* doesn't answer any more/);
    await untilDonorIsFree(donor);
    await untilStates(engine, name, { g3: 'Frozen' });
    await restoreNode(engine, at, quietly);
  });

  it('one stream that ends with an error: all end, the donor is Synced, and the next try goes through', async () => {
    const donor = await inTransfer(async (node) => {
      const [stream] = await sqlOn(
        engine,
        name,
        node,
        "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'galera_sst' AND INFO LIKE '%FROM `shop`.`t_`%' LIMIT 1",
      );
      await sqlOn(engine, name, node, `KILL QUERY ${String(stream?.['ID'])}`);
    });
    await untilLogged(donor, /galera-sst: failed: sending .*ERROR 1317/);
    await untilStates(engine, name, { g3: 'Synced' });
    await untilDonorIsFree(donor);
  });

  it('a table that a client of the donor keeps locked: the donor says whose it is, others write in between, and once it is free the transfer goes on', async () => {
    const { id, ended } = await keepBusy('LOCK TABLES shop.t1 WRITE', 'DO SLEEP(600)');
    const before = await transfersBegun('g1');
    const rebuilt = rebuildNode(engine, at, quietly, 'g1');
    rebuilt.catch(() => undefined);
    try {
      await untilLogged(
        'g1',
        new RegExp(
          `galera-sst: note: the donor's tables couldn't be held within 1 s; who may hold them: connection ${id} of root [(]Query for \\d+ s[)]`,
        ),
      );
      await sqlOn(engine, name, 'g1', 'UPDATE shop.t2 SET pad = "written" WHERE id = 1');
    } finally {
      await sqlOn(engine, name, 'g1', `KILL ${id}`);
      await assert.rejects(ended);
    }
    await rebuilt;
    assert.equal(await transfersBegun('g1'), before + 1);
    assert.deepEqual(await sqlOn(engine, name, 'g3', 'SELECT pad FROM shop.t2 WHERE id = 1'), [{ pad: 'written' }]);
  });

  itInMatrix(
    'a table that is kept locked for longer: the transfer fails and says so, and once it is free the next one goes through',
    async () => {
      const { id, ended } = await keepBusy('LOCK TABLES shop.t1 WRITE', 'DO SLEEP(600)');
      const rebuilt = rebuildNode(engine, at, quietly, 'g1');
      rebuilt.catch(() => undefined);
      try {
        await untilLogged(
          'g1',
          new RegExp(
            `galera-sst: failed: the donor couldn't hold its tables; who may hold them: connection ${id} of root`,
          ),
        );
      } finally {
        await sqlOn(engine, name, 'g1', `KILL ${id}`);
        await assert.rejects(ended);
      }
      await rebuilt;
    },
  );

  it('writes that last, by a trigger and one after the other, and one that waits for a row: the transfer waits for its turn, whatever regular expressions mean on the donor', async () => {
    await sqlOn(
      engine,
      name,
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
    const rebuilt = rebuildNode(engine, at, quietly, 'g1');
    rebuilt.catch(() => undefined);
    await Promise.all(busy.map(({ ended }) => ended));
    await rebuilt;
    assert.equal(await transfersBegun('g1'), before + 1);
    assert.deepEqual(
      await sqlOn(
        engine,
        name,
        'g3',
        'SELECT t1.pad AS turns, t3.pad AS told, t4.pad AS first FROM shop.t1 JOIN shop.t3 USING (id) JOIN shop.t4 USING (id) WHERE id = 1',
      ),
      [{ turns: 'turn 3', told: 'told', first: 'first' }],
    );
    await sqlOn(
      engine,
      name,
      'g1',
      'SET GLOBAL default_regex_flags = DEFAULT',
      'DROP TABLE shop.told',
      'DROP TRIGGER shop.tell',
    );
  });

  it('the client that holds the tables ended by someone: the transfer ends, while its rows stand still', async () => {
    const donor = await inTransfer(async (node) => {
      const [held] = await sqlOn(
        engine,
        name,
        node,
        "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'galera_sst' AND COMMAND = 'Sleep' AND HOST = 'localhost' ORDER BY TIME_MS DESC LIMIT 1",
      );
      await sqlOn(engine, name, node, `KILL ${String(held?.['ID'])}`);
      await untilLogged(node, /galera-sst: failed: the donor's tables weren't held to the end of the transfer/);
    });
    await untilStates(engine, name, { g3: 'Synced' });
    await untilDonorIsFree(donor);
  });

  it('a joiner with another password: refused by it, which is the reason shown', async () => {
    await emptyJoiner(
      "sed -i \"s/\\('galera_sst'@'%' IDENTIFIED BY '\\)[^']*/\\1another/\" /volume/galera/accounts.sql",
    );
    // By hand: the engine would put the right account into its place.
    await joiner().start();
    await untilStates(engine, name, { g3: 'Crashed' });
    const { failure } = await nodeView('g3');
    assert.match(failure ?? '', /Access denied/);
    await restoreNode(engine, at, quietly);
  });

  it('a table altered on another node meanwhile: the joiner has it as altered', async () => {
    let other = '';
    await inTransfer(async (donor) => {
      other = donors.find((each) => each !== donor) ?? '';
      await sqlOn(
        engine,
        name,
        other,
        'ALTER TABLE shop.t1 ADD COLUMN extra INT NOT NULL DEFAULT 7',
        'UPDATE shop.t4 SET pad = "changed" WHERE id = 1',
      );
    });
    await untilStates(engine, name, { g3: 'Synced' });
    assert.deepEqual(
      await sqlOn(engine, name, 'g3', 'SELECT t1.extra, t4.pad FROM shop.t1 JOIN shop.t4 USING (id) WHERE id = 1'),
      [{ extra: 7, pad: 'changed' }],
    );
    await sqlOn(engine, name, other, 'ALTER TABLE shop.t1 DROP COLUMN extra');
  });

  it('a transfer that the group believes done before it began: noticed by the joiner, which asks again', async () => {
    // Once: what it claims is what the donor tells the group.
    const claim = [
      'cd /usr/bin && mv wsrep_sst_mysqldump own_sst && cat >wsrep_sst_mysqldump <<"END" && chmod 755 wsrep_sst_mysqldump',
      '#!/bin/bash',
      'mkdir /tmp/claimed 2>/dev/null || exec /usr/bin/own_sst "$@"',
      'while [ "$1" != --gtid ]; do shift; done',
      'printf "done %s\\n" "$2"',
      'END',
    ];
    const { exitCode, stderr } = await execute(engine, `galera-${name}-g1`, claim.join('\n'));
    assert.equal(exitCode, 0, stderr);
    await rebuildNode(engine, at, quietly, 'g1');
    assert.match((await plainLog(joiner(), 2_000)).join('\n'), /nobody sends the state that the server waits for/);
  });

  it('a node whose accounts are gone: noticed, said, and filled again', async () => {
    await execute(
      engine,
      `galera-${name}-g3`,
      "mariadb -e 'SET SESSION wsrep_on = OFF; SET SESSION sql_log_bin = OFF; DELETE FROM mysql.global_priv'",
    );
    await joiner().kill();
    await untilStates(engine, name, { g1: 'Synced', g2: 'Synced', g3: 'Killed' });
    await joiner().start();
    await untilLogged('g3', /galera-node: the accounts are gone .* to be filled again/);
    await untilStates(engine, name, { g3: 'Synced' });
    const [count] = await sqlOn(
      engine,
      name,
      'g3',
      "SELECT COUNT(*) AS n FROM mysql.global_priv WHERE User = 'galera_monitor'",
    );
    assert.equal(count?.['n'], 1);
  });

  it('an image whose server is older than the donor: refused before the transfer, with both versions', async () => {
    const volume = `galera-${name}-g3`;
    const own = ((await engine.docker.getVolume(volume).inspect()).Labels ?? {}) as Record<string, string>;
    const withImage = async (reference: string): Promise<void> => {
      await engine.docker.getVolume(volume).remove();
      await engine.docker.createVolume({ Name: volume, Labels: { ...own, [labels.image]: reference } });
    };
    await joiner().stop();
    await joiner().remove({ v: true });
    await withImage(olderImage);
    await assert.rejects(
      restoreNode(engine, at, quietly),
      (error) =>
        GaleraError.is(error, 'badImage') &&
        /has MariaDB 10\.11\.\S+, older than 11\.8\.\S+ of g\d/.test(error.message),
    );
    await withImage(image);
    await restoreNode(engine, at, quietly);
  });

  it('a disk that is too small: refused before the transfer, with both figures; one that fills up on the way: said as such', async () => {
    const volume = `galera-${name}-g3`;
    const own = ((await engine.docker.getVolume(volume).inspect()).Labels ?? {}) as Record<string, string>;
    await joiner().stop();
    await joiner().remove({ v: true });
    await engine.docker.getVolume(volume).remove();
    const small = { type: 'tmpfs', device: 'tmpfs', o: 'size=600m' };
    await engine.docker.createVolume({ Name: volume, Driver: 'local', DriverOpts: small, Labels: own });
    // A tmpfs is empty again whenever no container holds it.
    const holder = await engine.docker.createContainer({
      Image: image,
      Entrypoint: ['cat'],
      OpenStdin: true,
      Labels: engine.scope,
      HostConfig: { Binds: [`${volume}:/held`] },
    });
    const inHolder = async (line: string): Promise<void> => {
      const { exitCode, stderr } = await execute(engine, holder.id, line);
      assert.equal(exitCode, 0, stderr);
    };
    try {
      await holder.start();
      await restoreNode(engine, at, quietly);
      await joiner().stop();
      await fill(engine, name, 'g1', 'shop', ['large'], 60);
      await inHolder(
        'rm /held/data/grastate.dat && fallocate -l $(($(df --output=avail -B1 /held | tail -n 1) - 20971520)) /held/filler',
      );
      await assert.rejects(
        restoreNode(engine, at, quietly),
        (error) =>
          GaleraError.is(error, 'diskFull') &&
          /g\d holds \d+ MB of data, and the disk of g3 has room for \d+ MB/.test(error.message),
      );
      // By hand: nobody looks for room.
      await joiner().start();
      await untilStates(engine, name, { g3: 'Crashed' });
      assert.match((await nodeView('g3')).failure ?? '', /disk .*full/);
      await inHolder('rm /held/filler');
      await sqlOn(engine, name, 'g1', 'DROP TABLE shop.large');
      await restoreNode(engine, at, quietly);
      await rebuildNode(engine, at, quietly);
    } finally {
      await holder.remove({ force: true, v: true });
    }
  });

  /** Statements of a client of g1, of which the last one sleeps by now; its connection's number, and its end. */
  async function keepBusy(...statements: string[]): Promise<{ id: string; ended: Promise<unknown> }> {
    const ended = sqlOn(engine, name, 'g1', ...statements);
    ended.catch(() => undefined);
    const waiting = {
      signal: untilDone,
      what: 'a client of g1 that sleeps',
      deadlineMs: 30_000,
      details: () => Promise.resolve([]),
    };
    const id = await waitUntil(waiting, async () => {
      const [client] = await sqlOn(
        engine,
        name,
        'g1',
        "SELECT ID FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'",
      );
      return client === undefined ? 'notYet' : { done: String(client['ID']) };
    });
    return { id, ended };
  }

  /** How many full transfers a node has begun to send. */
  async function transfersBegun(node: string): Promise<number> {
    const lines = await plainLog(nodeContainer(engine, name, node), 5_000);
    return lines.filter((line) => line.startsWith('galera-sst: started: method=mysqldump')).length;
  }

  async function nodeView(node: string): Promise<NodeView> {
    const view = (await readCluster(engine, name, untilDone)).nodes.find((each) => each.name === node);
    assert.ok(view);
    return view;
  }

  /** Takes the joiner's data away, so that everything has to be sent. */
  async function emptyJoiner(more = 'true'): Promise<void> {
    await joiner().stop();
    await onVolume(engine, image, `galera-${name}-g3`, `rm -rf /volume/data /volume/galera/seed; ${more}`);
  }

  /**
   * Empties the joiner, starts it, and does something while its transfer stands still in the middle of the rows; the
   * donor.
   */
  async function inTransfer(action: (donor: string) => Promise<unknown>): Promise<string> {
    await emptyJoiner();
    await onEveryDonor(holdTransfers(1_000_000));
    try {
      await joiner().start();
      const donor = await untilHeld();
      await action(donor);
      return donor;
    } finally {
      await onEveryDonor(letTransfersGo);
    }
  }

  async function untilHeld(): Promise<string> {
    const details = (): Promise<string[]> => plainLog(joiner(), 20);
    return waitUntil(
      { signal: untilDone, what: 'a transfer in the middle of its rows', deadlineMs: 60_000, details },
      async () => {
        for (const donor of donors) {
          if ((await execute(engine, `galera-${name}-${donor}`, `test -e ${heldMark}`)).exitCode === 0) {
            return { done: donor };
          }
        }
        return 'notYet';
      },
    );
  }

  async function onEveryDonor(script: string): Promise<void> {
    for (const donor of donors) {
      const { exitCode, stderr } = await execute(engine, `galera-${name}-${donor}`, script);
      assert.equal(exitCode, 0, stderr);
    }
  }

  /** Synced, and no client of a transfer left in it. */
  async function untilDonorIsFree(donor: string): Promise<void> {
    await untilStates(engine, name, { [donor]: 'Synced' });
    const what = `no client left on ${donor}`;
    const clients = async (): Promise<string> =>
      (
        await execute(
          engine,
          `galera-${name}-${donor}`,
          "cat /proc/[0-9]*/comm 2>/dev/null | grep -xE 'mariadb|mariadb-itself'",
        )
      ).stdout;
    await waitUntil(
      { signal: untilDone, what, deadlineMs: 30_000, details: async () => [await clients()] },
      async () => ((await clients()) === '' ? { done: true } : 'notYet'),
    );
  }

  async function untilLogged(node: string, pattern: RegExp): Promise<void> {
    const lines = (): Promise<string[]> => plainLog(nodeContainer(engine, name, node), 2_000);
    const waiting = {
      signal: untilDone,
      what: `${node} to log ${String(pattern)}`,
      deadlineMs: 60_000,
      details: async () => (await lines()).slice(-20),
    };
    await waitUntil(waiting, async () =>
      (await lines()).some((line) => pattern.test(line)) ? { done: true } : 'notYet',
    );
  }
});
