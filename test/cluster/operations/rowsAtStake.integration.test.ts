import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { freezeNode, idleNode } from '../../../src/cluster/operations/nodeActions';
import { recoverFrom } from '../../../src/cluster/operations/recoverCluster';
import { rebuildNode } from '../../../src/cluster/operations/rebuildNode';
import { scaleCluster } from '../../../src/cluster/operations/scaleCluster';
import type { Access } from '../../../src/cluster/docker/access';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';
import { nodePaths } from '../../../src/cluster/node/nodePaths';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { stopCluster } from '../../../src/cluster/operations/stopCluster';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { execute, onVolume } from '../../support/inContainer';
import { Ledger } from '../../support/ledger';
import { untilStates } from '../../support/nodeStates';
import { provenCluster } from '../../support/provenCluster';
import { itInMatrix, newest } from '../../support/serverVersions';
import { sqlOn } from '../../support/sql';
import { dropCluster, nodeContainer, quietly, testName, untilDone } from '../../support/testAccess';

const name = testName('stake');
const other = testName('stake-other');
const all = ['g1', 'g2', 'g3'];
const { image } = newest;

describe('Whatever could cost a three-node cluster rows', () => {
  const { made, at, start, kill } = provenCluster(name, image);
  let access: Access;
  let ledger: Ledger;

  before(async () => {
    ({ access, ledger } = made());
    await dropCluster(access, other);
  });
  after(() => dropCluster(access, other));

  it('a deleted volume of the last survivor: refused with the table, until the user chooses', async () => {
    await kill('g1');
    await untilStates(access, name, { g2: 'Synced', g3: 'Synced' });
    await kill('g2');
    await untilStates(access, name, { g3: 'Non-Primary' });
    await nodeContainer(access, name, 'g3').remove({ force: true, v: true });
    await access.docker.getVolume(`galera-${name}-g3`).remove();
    await assert.rejects(start(), (error: unknown) => {
      assert.ok(GaleraError.is(error, 'refused'));
      assert.match(error.message, /g3 served last and may hold newer data/);
      assert.match(error.details.join('\n'), /g1 .*recovered.*\n.*g2 .*recovered/);
      return true;
    });
    for (const node of ['g1', 'g2']) {
      assert.equal((await nodeContainer(access, name, node).inspect()).State.Running, false, `${node} is down again`);
    }
    await recoverFrom(access, name, 'g2', quietly);
    await scaleCluster(access, name, 3, quietly);
  });

  it('the only node of another cluster killed: it comes back with its rows', async () => {
    const { cluster } = await startCluster(access, { name: other, nodes: 1, image }, quietly);
    const own = new Ledger(access, other);
    await own.open('g1');
    await own.write('g1');
    await nodeContainer(access, other, 'g1').kill();
    await startCluster(access, { name: other }, quietly);
    await own.assertOn(['g1']);
    assert.equal((await readCluster(access, other, untilDone)).stateUuid, cluster.stateUuid);
    await stopCluster(access, other, quietly);
  });

  it('a volume from another cluster: two histories are refused, and the chosen one fills the other node', async () => {
    await stopCluster(access, name, quietly);
    const foreign = await access.docker.createContainer({
      Image: image,
      Entrypoint: ['bash', '-ec', 'rm -rf /to/data && cp -a /from/data /to/data'],
      Cmd: [],
      Labels: access.scope,
      HostConfig: { Binds: [`galera-${other}-g1:/from`, `galera-${name}-g3:/to`] },
    });
    await foreign.start();
    await foreign.wait();
    await foreign.remove({ v: true });
    await dropCluster(access, other);
    await assert.rejects(
      start(),
      (error: unknown) => GaleraError.is(error, 'refused') && /different histories/.test(error.message),
    );
    await recoverFrom(access, name, 'g1', quietly);
  });

  itInMatrix(
    'stale marks of transfers are no obstacle, and zero UUIDs marked safe to bootstrap are passed over',
    async () => {
      await stopCluster(access, name, quietly);
      const stale = 'echo 77 >/volume/data/wsrep_sst.pid; touch /volume/data/sst_in_progress';
      const zero =
        'printf "# GALERA saved state\\nversion: 2.1\\nuuid:    00000000-0000-0000-0000-000000000000\\nseqno:   -1\\nsafe_to_bootstrap: 1\\n" >/volume/data/grastate.dat';
      for (const node of all) {
        await onVolume(access, image, `galera-${name}-${node}`, node === 'g3' ? `${stale}; ${zero}` : stale);
      }
      await start();
    },
  );

  it('one was made Primary apart from the others: a start refuses, a rebuild fills it again, and they agree', async () => {
    await sqlOn(access, name, 'g2', "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'");
    await untilStates(access, name, { g1: 'Synced', g2: 'Non-Primary', g3: 'Synced' });
    const details = (): Promise<string[]> => Promise.resolve([]);
    await waitUntil(
      { signal: untilDone, what: 'g2 to be Primary by itself', deadlineMs: 60_000, details },
      async () => {
        if ((await readCluster(access, name, untilDone)).health === 'split') {
          return { done: true };
        }
        // Galera forgets the order where g2's view of who is there still changes.
        await sqlOn(access, name, 'g2', "SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'");
        return 'notYet';
      },
    );
    await sqlOn(access, name, 'g2', 'CREATE DATABASE apart', 'SET GLOBAL wsrep_desync = ON');
    await ledger.write('g3');
    await assert.rejects(start(), (error) => GaleraError.is(error, 'refused'));
    await assert.rejects(
      scaleCluster(access, name, 2, quietly),
      (error) => GaleraError.is(error, 'stateUnfit') && /split/.test(error.message),
    );
    await rebuildNode(access, at('g2'), quietly);
    await sqlOn(access, name, 'g1', 'CREATE DATABASE apart', 'DROP DATABASE apart');
  });

  it('a node hangs while another is removed: as nobody serves without that one, its rows stay', async () => {
    const hanging = nodeContainer(access, name, 'g2');
    await hanging.pause();
    const scaling = scaleCluster(access, name, 2, quietly);
    await assert.rejects(
      scaling,
      (error) =>
        GaleraError.is(error, 'stateUnfit') &&
        /g3 was not removed: without it neither g1 nor g2 serves/.test(error.message),
    );
    assert.deepEqual(
      (await readCluster(access, name, untilDone)).nodes.map((node) => node.name),
      all,
    );
    await hanging.unpause();
    await start();
  });

  it('the last that served is to be removed, beside one that still believes in a component that is no more: its rows stay', async () => {
    await freezeNode(access, at('g1'), quietly);
    // Commits wait for the frozen node until it is evicted.
    await ledger.write('g2');
    await scaleCluster(access, name, 4, quietly);
    for (const node of ['g2', 'g3']) {
      await idleNode(access, at(node), quietly);
    }
    await ledger.write('g4');
    await idleNode(access, at('g4'), quietly);
    await nodeContainer(access, name, 'g1').unpause();
    await assert.rejects(scaleCluster(access, name, 3, quietly), (error) => GaleraError.is(error, 'stateUnfit'));
    await start();
    await scaleCluster(access, name, 3, quietly);
  });

  it('scaled 3 → 2 → 1 → 3, every row goes along, and nobody asks after a node that was given up', async () => {
    for (const count of [2, 1, 3]) {
      const cluster = await scaleCluster(access, name, count, quietly);
      assert.deepEqual([cluster.nodes.length, cluster.health], [count, 'healthy']);
      const members = await execute(access, `galera-${name}-g1`, `cat ${nodePaths.members}`);
      assert.equal(members.stdout.match(/^g/gm)?.length, count, 'the member list follows');
      await ledger.write(cluster.nodes.at(-1)?.name ?? '');
      if (count === 2) {
        // The survivor served with three when it started, and with one since.
        await kill('g2');
        await untilStates(access, name, { g1: 'Non-Primary', g2: 'Killed' });
        await start();
      }
    }
  });
});
