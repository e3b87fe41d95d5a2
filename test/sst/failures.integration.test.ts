import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { freezeNode, isolateNode } from '../../src/cluster/operations/nodeActions';
import { rebuildNode } from '../../src/cluster/operations/rebuildNode';
import { restoreNode } from '../../src/cluster/operations/restoreNode';
import type { Access } from '../../src/cluster/docker/access';
import { GaleraError } from '../../src/cluster/vocabulary/errors';
import { labels } from '../../src/cluster/vocabulary/labels';
import type { NodeView } from '../../src/cluster/vocabulary/model';
import { readCluster } from '../../src/cluster/view/readClusters';
import { waitUntil } from '../../src/cluster/async/waitUntil';
import { fill } from '../support/fill';
import { execute } from '../support/inContainer';
import { untilStates } from '../support/nodeStates';
import { plainLog } from '../support/plainLog';
import { itInMatrix, newest, older } from '../support/serverVersions';
import { sqlOn } from '../support/sql';
import { setSstOptions } from '../support/sstOptions';
import { nodeContainer, quietly, testName, untilDone } from '../support/testAccess';
import { donors, transferCluster } from './transferCluster';

const name = testName('sst-fail');
const { image } = newest;
const { image: olderImage } = older;

describe('A full state transfer that fails', () => {
  const { made, joiner, emptyJoiner, inTransfer, untilLogged } = transferCluster(name, image);
  let access: Access;

  const at = { cluster: name, node: 'g3' };

  before(() => {
    access = made();
  });

  // To the donor it is as silent as one that is frozen.
  itInMatrix('the joiner cut off: the donor is Synced again, and says why', async () => {
    const donor = await inTransfer(() => isolateNode(access, at, quietly));
    await untilLogged(donor, /galera-sst: failed: (the joiner .* doesn't answer any more|sending .*ERROR 2\d{3})/);
    await untilDonorIsFree(donor);
    await untilStates(access, name, { g3: 'Isolated' });
    await restoreNode(access, at, quietly);
  });

  it('the joiner frozen: the transfer times out, the donor is Synced again', async () => {
    const donor = await inTransfer(() => freezeNode(access, at, quietly));
    await untilLogged(donor, /galera-sst: failed: the joiner .* doesn't answer any more/);
    await untilDonorIsFree(donor);
    await untilStates(access, name, { g3: 'Frozen' });
    await restoreNode(access, at, quietly);
  });

  it('one stream that ends with an error: all end, the donor is Synced, and the next try goes through', async () => {
    const donor = await inTransfer(async (node) => {
      const [stream] = await sqlOn(
        access,
        name,
        node,
        "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'galera_sst' AND INFO LIKE '%FROM `shop`.`t_`%' LIMIT 1",
      );
      await sqlOn(access, name, node, `KILL QUERY ${String(stream?.['ID'])}`);
    });
    await untilLogged(donor, /galera-sst: failed: sending .*ERROR 1317/);
    await untilStates(access, name, { g3: 'Synced' });
    await untilDonorIsFree(donor);
  });

  it('the client that holds the tables ended by someone, where they are held to the end: the transfer ends, while its rows stand still', async () => {
    const optionsOf = (options: string[]): Promise<unknown> =>
      Promise.all(donors.map((node) => setSstOptions(access, `galera-${name}-${node}`, options)));
    await optionsOf(['hold=to-the-end']);
    const donor = await inTransfer(async (node) => {
      const [held] = await sqlOn(
        access,
        name,
        node,
        "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'galera_sst' AND COMMAND = 'Sleep' AND HOST = 'localhost' AND ID NOT IN (SELECT trx_mysql_thread_id FROM information_schema.INNODB_TRX)",
      );
      await optionsOf([]);
      await sqlOn(access, name, node, `KILL ${String(held?.['ID'])}`);
      await untilLogged(node, /galera-sst: failed: the donor's tables weren't held to the end of the transfer/);
    });
    await untilStates(access, name, { g3: 'Synced' });
    await untilDonorIsFree(donor);
  });

  it('a joiner with another password: refused by it, which is the reason shown', async () => {
    await emptyJoiner(
      "sed -i \"s/\\('galera_sst'@'%' IDENTIFIED BY '\\)[^']*/\\1another/\" /volume/galera/accounts.sql",
    );
    // By hand: the engine would put the right account into its place.
    await joiner().start();
    await untilStates(access, name, { g3: 'Crashed' });
    const { failure } = await nodeView('g3');
    assert.match(failure ?? '', /Access denied/);
    await restoreNode(access, at, quietly);
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
    const { exitCode, stderr } = await execute(access, `galera-${name}-g1`, claim.join('\n'));
    assert.equal(exitCode, 0, stderr);
    await rebuildNode(access, at, quietly, 'g1');
    assert.match((await plainLog(joiner(), 2_000)).join('\n'), /nobody sends the state that the server waits for/);
  });

  it('a node whose accounts are gone: noticed, said, and filled again', async () => {
    await execute(
      access,
      `galera-${name}-g3`,
      "mariadb -e 'SET SESSION wsrep_on = OFF; SET SESSION sql_log_bin = OFF; DELETE FROM mysql.global_priv'",
    );
    await joiner().kill();
    await untilStates(access, name, { g1: 'Synced', g2: 'Synced', g3: 'Killed' });
    await joiner().start();
    await untilLogged('g3', /galera-node: the accounts are gone .* to be filled again/);
    await untilStates(access, name, { g3: 'Synced' });
    const [count] = await sqlOn(
      access,
      name,
      'g3',
      "SELECT COUNT(*) AS n FROM mysql.global_priv WHERE User = 'galera_monitor'",
    );
    assert.equal(count?.['n'], 1);
  });

  it('no room for what a donor puts aside: the transfer fails and says so, nothing of it stays there, and once there is room the next one goes through', async () => {
    const onDonor = async (script: string): Promise<string> => {
      const { exitCode, stdout, stderr } = await execute(access, `galera-${name}-g1`, script);
      assert.equal(exitCode, 0, stderr);
      return stdout;
    };
    await onDonor(
      'mv /tmp /tmp.kept && ln -s /dev/shm /tmp && fallocate -l $(($(df --output=avail -B1 /dev/shm | tail -n 1) - 400000)) /dev/shm/filler',
    );
    await assert.rejects(rebuildNode(access, at, quietly, 'g1'));
    const said = (await plainLog(nodeContainer(access, name, 'g1'), 2_000)).filter((line) =>
      /galera-sst|ERROR/.test(line),
    );
    assert.match(said.join('\n'), /note: write error: No space left on device/);
    await untilDonorIsFree('g1');
    assert.equal(await onDonor('ls /dev/shm | grep galera-sst-work || true'), '');
    await onDonor('rm /dev/shm/filler /tmp && mv /tmp.kept /tmp');
    await restoreNode(access, at, quietly);
  });

  it('an image whose server is older than the donor: refused before the transfer, with both versions', async () => {
    const volume = `galera-${name}-g3`;
    const own = ((await access.docker.getVolume(volume).inspect()).Labels ?? {}) as Record<string, string>;
    const withImage = async (reference: string): Promise<void> => {
      await access.docker.getVolume(volume).remove();
      await access.docker.createVolume({ Name: volume, Labels: { ...own, [labels.image]: reference } });
    };
    await joiner().stop();
    await joiner().remove({ v: true });
    await withImage(olderImage);
    await assert.rejects(
      restoreNode(access, at, quietly),
      (error) =>
        GaleraError.is(error, 'badImage') &&
        /has MariaDB 10\.11\.\S+, older than 11\.8\.\S+ of g\d/.test(error.message),
    );
    await withImage(image);
    await restoreNode(access, at, quietly);
  });

  it('a disk that is too small: refused before the transfer, with both figures; one that fills up on the way: said as such', async () => {
    const volume = `galera-${name}-g3`;
    const own = ((await access.docker.getVolume(volume).inspect()).Labels ?? {}) as Record<string, string>;
    await joiner().stop();
    await joiner().remove({ v: true });
    await access.docker.getVolume(volume).remove();
    const small = { type: 'tmpfs', device: 'tmpfs', o: 'size=600m' };
    await access.docker.createVolume({ Name: volume, Driver: 'local', DriverOpts: small, Labels: own });
    // A tmpfs is empty again whenever no container holds it.
    const holder = await access.docker.createContainer({
      Image: image,
      Entrypoint: ['cat'],
      OpenStdin: true,
      Labels: access.scope,
      HostConfig: { Binds: [`${volume}:/held`] },
    });
    const inHolder = async (line: string): Promise<void> => {
      const { exitCode, stderr } = await execute(access, holder.id, line);
      assert.equal(exitCode, 0, stderr);
    };
    try {
      await holder.start();
      await restoreNode(access, at, quietly);
      await joiner().stop();
      await fill(access, name, 'g1', 'shop', ['large'], 60);
      await inHolder(
        'rm /held/data/grastate.dat && fallocate -l $(($(df --output=avail -B1 /held | tail -n 1) - 20971520)) /held/filler',
      );
      await assert.rejects(
        restoreNode(access, at, quietly),
        (error) =>
          GaleraError.is(error, 'diskFull') &&
          /g\d holds \d+ MB of data, and the disk of g3 has room for \d+ MB/.test(error.message),
      );
      // By hand: nobody looks for room. It asks twice more.
      await joiner().start();
      await untilStates(access, name, { g3: 'Crashed' }, 100_000);
      assert.match((await nodeView('g3')).failure ?? '', /disk .*full/);
      await inHolder('rm /held/filler');
      await sqlOn(access, name, 'g1', 'DROP TABLE shop.large');
      await restoreNode(access, at, quietly);
      await rebuildNode(access, at, quietly);
    } finally {
      await holder.remove({ force: true, v: true });
    }
  });

  async function nodeView(node: string): Promise<NodeView> {
    const view = (await readCluster(access, name, untilDone)).nodes.find((each) => each.name === node);
    assert.ok(view);
    return view;
  }

  /** Synced, and no client of a transfer left in it. */
  async function untilDonorIsFree(donor: string): Promise<void> {
    await untilStates(access, name, { [donor]: 'Synced' });
    const what = `no client left on ${donor}`;
    const clients = async (): Promise<string> =>
      (
        await execute(
          access,
          `galera-${name}-${donor}`,
          "cat /proc/[0-9]*/comm 2>/dev/null | grep -xE 'mariadb|mariadb-itself'",
        )
      ).stdout;
    await waitUntil(
      { signal: untilDone, what, deadlineMs: 30_000, details: async () => [await clients()] },
      async () => ((await clients()) === '' ? { done: true } : 'notYet'),
    );
  }
});
