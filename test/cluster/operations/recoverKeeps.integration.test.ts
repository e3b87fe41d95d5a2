import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { killCluster } from '../../../src/cluster/operations/killCluster';
import { recoverFrom } from '../../../src/cluster/operations/recoverCluster';
import type { Access } from '../../../src/cluster/docker/access';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';
import type { OnProgress } from '../../../src/cluster/vocabulary/progress';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { galera } from '../../support/galeraCli';
import { onVolume } from '../../support/inContainer';
import { plainLog } from '../../support/plainLog';
import { sqlOn } from '../../support/sql';
import {
  dropCluster,
  nodeContainer,
  quietly,
  resourcesOf,
  testAccess,
  testName,
  untilDone,
} from '../../support/testAccess';
import { newest } from '../../support/serverVersions';

const name = testName('recover-keeps');
const { image } = newest;
const onG1 = (command: string): [string, string, string] => [image, `galera-${name}-g1`, command];

describe("A recovery by the user's choice", () => {
  let access: Access;
  let whole: string[];

  const states = async (): Promise<string[]> =>
    (await readCluster(access, name, untilDone)).nodes.map((node) => node.state);

  const sold = async (node: string): Promise<number[]> =>
    (await sqlOn(access, name, node, 'SELECT id FROM shop.sold ORDER BY id')).map((row) => Number(row['id']));

  /** Both are down, and a row is on g2 only. */
  const leaveOneBehind = async (id: number): Promise<void> => {
    await nodeContainer(access, name, 'g1').stop();
    await sqlOn(access, name, 'g2', `INSERT INTO shop.sold VALUES (${String(id)})`);
    await killCluster(access, name, quietly);
  };

  /** A node has begun anew: what it held is no more. */
  const untilGone = async (node: string, since: Date): Promise<void> => {
    const wait = {
      signal: untilDone,
      what: `${node} to begin anew`,
      deadlineMs: 30_000,
      details: () => Promise.resolve([]),
    };
    await waitUntil(wait, async () => {
      const lines = await plainLog(nodeContainer(access, name, node), 200, { since });
      return lines.some((line) => line.includes('beginning anew with an empty data directory'))
        ? { done: true }
        : 'notYet';
    });
  };

  const cancelledAt = async (pattern: RegExp): Promise<void> => {
    const args = ['recover', name, '--bootstrap', 'g1', '--accept-loss'];
    const { exitCode, stderr } = await galera(args, { signalOn: { pattern, signal: 'SIGINT' } });
    assert.equal(exitCode, 1, stderr);
    assert.match(stderr, /galera: Cancelled/);
  };

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    await startCluster(access, { name, nodes: 2, image }, quietly);
    await sqlOn(access, name, 'g1', 'CREATE DATABASE shop', 'CREATE TABLE shop.sold (id INT PRIMARY KEY)');
    await leaveOneBehind(1);
    whole = await resourcesOf(access, name);
  });
  after(() => dropCluster(access, name));

  it("from a node whose server doesn't start: the others still have their rows, and the error says so", async () => {
    await onVolume(
      access,
      ...onG1('cp -a /volume/data/aria_log_control /volume/kept; printf damaged >/volume/data/aria_log_control'),
    );
    await assert.rejects(recoverFrom(access, name, 'g1', quietly), (error) => {
      assert.ok(GaleraError.is(error, 'nodeFailed'), String(error));
      assert.match(error.advice ?? '', /Nothing was wiped/);
      return true;
    });
    assert.deepEqual(await resourcesOf(access, name), whole);
    assert.ok(
      (await states()).every((state) => ['Idle', 'Killed', 'Crashed'].includes(state)),
      'nothing runs that was down',
    );
    await onVolume(access, ...onG1('mv /volume/kept /volume/data/aria_log_control'));
    await startCluster(access, { name }, quietly);
    assert.deepEqual(await sold('g1'), [1]);
  });

  it('cancelled before the chosen one founds: every node holds what it held', async () => {
    await leaveOneBehind(2);
    await cancelledAt(/preparing data/);
    await startCluster(access, { name }, quietly);
    assert.deepEqual(await sold('g1'), [1, 2]);
    await killCluster(access, name, quietly);
  });

  it('that another has given way to before: what was given up is named, and how it comes to count again', async () => {
    await onVolume(access, ...onG1("echo 'for the data of g2' >/volume/galera/given-up"));
    const { stdout, stderr } = await galera(['recover', name]);
    assert.match(stdout, /^g1 .*given up$/m, stderr);
    assert.match(stdout, /^galera start \S+ brings it back with the data that count, and fills g1 with them\.$/m);
    assert.match(stdout, /^What g1 held was given up .* --bootstrap g1 --accept-loss takes it up again\.$/m);
    await onVolume(access, ...onG1('rm /volume/galera/given-up'));
    await startCluster(access, { name }, quietly);
  });

  it('cancelled once what another held is gone: a start goes on with its rows, on every node', async () => {
    await leaveOneBehind(3);
    const cancel = new AbortController();
    const since = new Date();
    let isAtIt = false;
    const onProgress: OnProgress = (told) => {
      if (told.kind === 'node' && told.node === 'g2' && told.step === 'join' && !isAtIt) {
        isAtIt = true;
        void untilGone('g2', since).then(() => cancel.abort());
      }
    };
    const options = { ...quietly, onProgress, signal: cancel.signal };
    await assert.rejects(recoverFrom(access, name, 'g1', options), (error) => GaleraError.is(error, 'aborted'));
    await startCluster(access, { name }, quietly);
    for (const node of ['g1', 'g2']) {
      assert.deepEqual(await sold(node), [1, 2], node);
    }
  });

  it('that goes through: the others are filled from the chosen one', async () => {
    await leaveOneBehind(4);
    const cluster = await recoverFrom(access, name, 'g1', quietly);
    assert.equal(cluster.health, 'healthy');
    assert.deepEqual(await sold('g2'), [1, 2]);
  });
});
