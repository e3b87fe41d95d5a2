import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { killCluster } from '../../../src/cluster/operations/killCluster';
import { freezeNode, idleNode, isolateNode, killNode, unfreezeNode } from '../../../src/cluster/operations/nodeActions';
import { recoverFrom } from '../../../src/cluster/operations/recoverCluster';
import { rebuildNode } from '../../../src/cluster/operations/rebuildNode';
import { restoreNode } from '../../../src/cluster/operations/restoreNode';
import { scaleCluster } from '../../../src/cluster/operations/scaleCluster';
import { putFiles } from '../../../src/cluster/docker/containerFiles';
import { lastLogLines } from '../../../src/cluster/docker/containerLogs';
import type { Engine } from '../../../src/cluster/docker/engine';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';
import { nodePaths } from '../../../src/cluster/node/nodePaths';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { stopCluster } from '../../../src/cluster/operations/stopCluster';
import { waitUntil } from '../../../src/cluster/async/waitUntil';
import { execute, onVolume } from '../../support/inContainer';
import { Ledger } from '../../support/ledger';
import { untilHealth, untilStates } from '../../support/nodeStates';
import { isAll, itInMatrix } from '../../support/serverVersions';
import { sqlOn } from '../../support/sql';
import { dropCluster, nodeContainer, quietly, testEngine, testName, untilDone } from '../../support/testEngine';

const name = testName('fault');
const other = testName('fault-other');
const all = ['g1', 'g2', 'g3'];
const image = process.env['GALERA_TEST_IMAGE'] ?? 'galera-clusters/mariadb:11.8';

describe('Whatever happens to a three-node cluster', () => {
  let engine: Engine;
  let ledger: Ledger;
  let stateUuid: string | null;

  const at = (node: string): { cluster: string; node: string } => ({ cluster: name, node });
  const start = (): Promise<unknown> => startCluster(engine, { name }, quietly);
  const kill = (node: string): Promise<unknown> => nodeContainer(engine, name, node).kill();

  before(async () => {
    engine = await testEngine();
    await Promise.all([name, other].map((each) => dropCluster(engine, each)));
    const { cluster } = await startCluster(engine, { name, image }, quietly);
    stateUuid = cluster.stateUuid;
    ledger = new Ledger(engine, name);
    await ledger.open('g1');
  });
  beforeEach(() => ledger.write('g1'));
  afterEach(async function () {
    if (this.currentTest?.state !== 'passed') {
      return;
    }
    const cluster = await readCluster(engine, name, untilDone);
    assert.deepEqual([cluster.health, cluster.stateUuid], ['healthy', stateUuid], 'the same history goes on, whole');
    await ledger.assertOn(cluster.nodes.map((node) => node.name));
  });
  after(() => Promise.all([name, other].map((each) => dropCluster(engine, each))));

  it('one node killed: the others serve, and it comes back by IST', async () => {
    // As when it is killed after it has noted a view, and before it has noted where it stands.
    await sqlOn(
      engine,
      name,
      'g2',
      'SET SESSION wsrep_on = OFF',
      'UPDATE mysql.wsrep_cluster SET view_seqno = view_seqno + 1000',
    );
    await killNode(engine, at('g2'), quietly);
    await untilStates(engine, name, { g1: 'Synced', g2: 'Killed', g3: 'Synced' });
    await ledger.write('g3');
    const { method } = await restoreNode(engine, at('g2'), quietly);
    assert.equal(method, 'ist');
  });

  it('two of three killed: the survivor is Non-Primary, and a start makes it Primary again', async () => {
    await Promise.all([kill('g2'), kill('g3')]);
    await untilStates(engine, name, { g1: 'Non-Primary', g2: 'Killed', g3: 'Killed' });
    assert.equal((await readCluster(engine, name, untilDone)).health, 'non-primary');
    const before = (await nodeContainer(engine, name, 'g1').inspect()).State.StartedAt;
    await start();
    assert.equal((await nodeContainer(engine, name, 'g1').inspect()).State.StartedAt, before, 'the survivor went on');
  });

  it('all killed at once, then two starts at once: the most advanced bootstraps, and there is one history', async () => {
    await killCluster(engine, name, quietly);
    assert.equal((await readCluster(engine, name, untilDone)).health, 'down');
    await Promise.all([start(), start()]);
  });

  it('all killed one after another with writes in between: the last survivor has every row', async () => {
    await kill('g1');
    await untilStates(engine, name, { g2: 'Synced', g3: 'Synced' });
    await ledger.write('g2');
    await kill('g2');
    await untilStates(engine, name, { g3: 'Non-Primary' });
    await kill('g3');
    await start();
  });

  // Of any order the guard's model knows.
  const orders = [
    ['g3', 'g1', 'g2'],
    ['g1', 'g2', 'g3'],
    ['g2', 'g3', 'g1'],
  ];
  for (const order of isAll ? orders : orders.slice(0, 1)) {
    it(`stopped in good order ${order.join(', ')} with writes in between: the last one out bootstraps`, async () => {
      const [first = '', second = '', last = ''] = order;
      await idleNode(engine, at(first), quietly);
      await ledger.write(second);
      await idleNode(engine, at(second), quietly);
      await ledger.write(last);
      await idleNode(engine, at(last), quietly);
      await start();
    });
  }

  itInMatrix('two stopped in good order, then the third killed: the third bootstraps', async () => {
    await idleNode(engine, at('g1'), quietly);
    await idleNode(engine, at('g2'), quietly);
    await ledger.write('g3');
    await kill('g3');
    await start();
  });

  it('one frozen past its eviction: the others go on, and it comes back', async () => {
    await freezeNode(engine, at('g2'), quietly);
    await untilStates(engine, name, { g2: 'Frozen' });
    // Commits wait for the frozen node until it is evicted.
    await ledger.write('g1');
    await untilStates(engine, name, { g1: 'Synced', g3: 'Synced' });
    await restoreNode(engine, at('g2'), quietly);
  });

  it('one isolated and written to on both sides: only the majority takes writes', async () => {
    await isolateNode(engine, at('g3'), quietly);
    await untilStates(engine, name, { g1: 'Synced', g2: 'Synced', g3: 'Isolated' });
    await ledger.write('g2');
    await assert.rejects(async () => {
      // In its first seconds alone it still believes in its quorum, and holds the write back.
      await sqlOn(
        engine,
        name,
        'g3',
        'SET SESSION wsrep_sync_wait = 0',
        'SET SESSION lock_wait_timeout = 20',
        "INSERT INTO ledger.entries VALUES (1000, 'g3')",
      );
    });
    await restoreNode(engine, at('g3'), quietly);
  });

  itInMatrix('two of three isolated: nobody serves, and a start brings them together', async () => {
    await Promise.all([nodeOff('g2'), nodeOff('g3')]);
    await untilHealth(engine, name, 'non-primary');
    await start();
  });

  it('one frozen, one isolated, the frozen one thawed: its belief in a component that is no more holds nobody up', async () => {
    await freezeNode(engine, at('g1'), quietly);
    await nodeOff('g2');
    await untilStates(engine, name, { g3: 'Non-Primary' });
    await unfreezeNode(engine, at('g1'), quietly);
    await restoreNode(engine, at('g2'), quietly);
  });

  it('the majority gone on without one, then killed: the one left behind does not bootstrap', async () => {
    await nodeOff('g1');
    await untilStates(engine, name, { g2: 'Synced', g3: 'Synced', g1: 'Isolated' });
    await ledger.write('g2');
    await ledger.write('g3');
    await Promise.all([kill('g2'), kill('g3')]);
    await start();
  });

  it('started by hand beside a Primary: it joins by itself', async () => {
    await idleNode(engine, at('g2'), quietly);
    await nodeContainer(engine, name, 'g2').start();
    await untilStates(engine, name, { g2: 'Synced' });
  });

  it('the donor killed in an SST: the joiner finds another donor', async () => {
    await nodeContainer(engine, name, 'g3').stop();
    await onVolume(engine, image, `galera-${name}-g3`, 'rm -rf /volume/data');
    const slow = await slowTransfers('g1', 'g2');
    await nodeContainer(engine, name, 'g3').start();
    const donor = await slow.begun();
    await kill(donor);
    await slow.end();
    await start();
  });

  it('a deleted volume of the last survivor: refused with the table, until the user chooses', async () => {
    await kill('g1');
    await untilStates(engine, name, { g2: 'Synced', g3: 'Synced' });
    await kill('g2');
    await untilStates(engine, name, { g3: 'Non-Primary' });
    await nodeContainer(engine, name, 'g3').remove({ force: true, v: true });
    await engine.docker.getVolume(`galera-${name}-g3`).remove();
    await assert.rejects(start(), (error: unknown) => {
      assert.ok(GaleraError.is(error, 'refused'));
      assert.match(error.message, /g3 served last and may hold newer data/);
      assert.match(error.details.join('\n'), /g1 .*recovered.*\n.*g2 .*recovered/);
      return true;
    });
    for (const node of ['g1', 'g2']) {
      assert.equal((await nodeContainer(engine, name, node).inspect()).State.Running, false, `${node} is down again`);
    }
    await recoverFrom(engine, name, 'g2', quietly);
    await scaleCluster(engine, name, 3, quietly);
  });

  it('the only node of another cluster killed: it comes back with its rows', async () => {
    const { cluster } = await startCluster(engine, { name: other, nodes: 1, image }, quietly);
    const own = new Ledger(engine, other);
    await own.open('g1');
    await own.write('g1');
    await nodeContainer(engine, other, 'g1').kill();
    await startCluster(engine, { name: other }, quietly);
    await own.assertOn(['g1']);
    assert.equal((await readCluster(engine, other, untilDone)).stateUuid, cluster.stateUuid);
    await stopCluster(engine, other, quietly);
  });

  it('a volume from another cluster: two histories are refused, and the chosen one fills the other node', async () => {
    await stopCluster(engine, name, quietly);
    const foreign = await engine.docker.createContainer({
      Image: image,
      Entrypoint: ['bash', '-ec', 'rm -rf /to/data && cp -a /from/data /to/data'],
      Cmd: [],
      Labels: engine.scope,
      HostConfig: { Binds: [`galera-${other}-g1:/from`, `galera-${name}-g3:/to`] },
    });
    await foreign.start();
    await foreign.wait();
    await foreign.remove({ v: true });
    await dropCluster(engine, other);
    await assert.rejects(
      start(),
      (error: unknown) => GaleraError.is(error, 'refused') && /different histories/.test(error.message),
    );
    await recoverFrom(engine, name, 'g1', quietly);
  });

  itInMatrix(
    'stale marks of transfers are no obstacle, and zero UUIDs marked safe to bootstrap are passed over',
    async () => {
      await stopCluster(engine, name, quietly);
      const stale = 'echo 77 >/volume/data/wsrep_sst.pid; touch /volume/data/sst_in_progress';
      const zero =
        'printf "# GALERA saved state\\nversion: 2.1\\nuuid:    00000000-0000-0000-0000-000000000000\\nseqno:   -1\\nsafe_to_bootstrap: 1\\n" >/volume/data/grastate.dat';
      for (const node of all) {
        await onVolume(engine, image, `galera-${name}-${node}`, node === 'g3' ? `${stale}; ${zero}` : stale);
      }
      await start();
    },
  );

  itInMatrix('a server that becomes Synced and serves nobody is ended, and the guard is asked anew', async () => {
    await stopCluster(engine, name, quietly);
    // Stands before the real one in PATH, and at its first real start plays the server that hangs.
    const hangs = `#!/bin/bash
case " $* " in *--wsrep-recover*) exec /usr/sbin/mariadbd "$@" ;; esac
rm /usr/local/sbin/mariadbd
: >/run/galera-clusters/server/synced
exec sleep 600
`;
    const container = nodeContainer(engine, name, 'g1');
    await putFiles(container, [{ path: '/usr/local/sbin/mariadbd', content: hangs, mode: 0o755 }]);
    await start();
    const log = await lastLogLines(container, 1_000);
    assert.ok(log.some((line) => /serves nobody/.test(line)));
  });

  it('one left the others by itself and stays away: it is started anew, and comes back', async () => {
    await sqlOn(engine, name, 'g2', "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'");
    await untilStates(engine, name, { g1: 'Synced', g2: 'Non-Primary', g3: 'Synced' });
    await ledger.write('g3');
    await restoreNode(engine, at('g2'), quietly);
  });

  it('one was made Primary apart from the others: a start refuses, a rebuild fills it again, and they agree', async () => {
    await sqlOn(engine, name, 'g2', "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'");
    await untilStates(engine, name, { g1: 'Synced', g2: 'Non-Primary', g3: 'Synced' });
    const details = (): Promise<string[]> => Promise.resolve([]);
    await waitUntil(
      { signal: untilDone, what: 'g2 to be Primary by itself', deadlineMs: 60_000, details },
      async () => {
        if ((await readCluster(engine, name, untilDone)).health === 'split') {
          return { done: true };
        }
        // Galera forgets the order where g2's view of who is there still changes.
        await sqlOn(engine, name, 'g2', "SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'");
        return 'notYet';
      },
    );
    await sqlOn(engine, name, 'g2', 'CREATE DATABASE apart', 'SET GLOBAL wsrep_desync = ON');
    await ledger.write('g3');
    await assert.rejects(start(), (error) => GaleraError.is(error, 'refused'));
    await assert.rejects(
      scaleCluster(engine, name, 2, quietly),
      (error) => GaleraError.is(error, 'stateUnfit') && /split/.test(error.message),
    );
    await rebuildNode(engine, at('g2'), quietly);
    await sqlOn(engine, name, 'g1', 'CREATE DATABASE apart', 'DROP DATABASE apart');
  });

  it('one is on its way out when a start finds it, told so by somebody who is gone: the start brings it back', async () => {
    // A server that can't leave, for the container's time to end it: as long as somebody holds its process.
    await execute(engine, `galera-${name}-g2`, 'kill -STOP "$(pidof mariadbd)"');
    const stopping = nodeContainer(engine, name, 'g2').stop({ t: 10 });
    await untilStates(engine, name, { g1: 'Synced', g2: 'Unreachable', g3: 'Synced' });
    await start();
    await stopping;
  });

  it('a node hangs while another is removed: as nobody serves without that one, its rows stay', async () => {
    const hanging = nodeContainer(engine, name, 'g2');
    await hanging.pause();
    const scaling = scaleCluster(engine, name, 2, quietly);
    await assert.rejects(
      scaling,
      (error) =>
        GaleraError.is(error, 'stateUnfit') &&
        /g3 was not removed: without it neither g1 nor g2 serves/.test(error.message),
    );
    assert.deepEqual(
      (await readCluster(engine, name, untilDone)).nodes.map((node) => node.name),
      all,
    );
    await hanging.unpause();
    await start();
  });

  it('the last that served is to be removed, beside one that still believes in a component that is no more: its rows stay', async () => {
    await freezeNode(engine, at('g1'), quietly);
    // Commits wait for the frozen node until it is evicted.
    await ledger.write('g2');
    await scaleCluster(engine, name, 4, quietly);
    for (const node of ['g2', 'g3']) {
      await idleNode(engine, at(node), quietly);
    }
    await ledger.write('g4');
    await idleNode(engine, at('g4'), quietly);
    await nodeContainer(engine, name, 'g1').unpause();
    await assert.rejects(scaleCluster(engine, name, 3, quietly), (error) => GaleraError.is(error, 'stateUnfit'));
    await start();
    await scaleCluster(engine, name, 3, quietly);
  });

  it('scaled 3 → 2 → 1 → 3, every row goes along, and nobody asks after a node that was given up', async () => {
    for (const count of [2, 1, 3]) {
      const cluster = await scaleCluster(engine, name, count, quietly);
      assert.deepEqual([cluster.nodes.length, cluster.health], [count, 'healthy']);
      const members = await execute(engine, `galera-${name}-g1`, `cat ${nodePaths.members}`);
      assert.equal(members.stdout.trim().split('\n').length, count, 'the member list follows');
      await ledger.write(cluster.nodes.at(-1)?.name ?? '');
      if (count === 2) {
        // The survivor served with three when it started, and with one since.
        await kill('g2');
        await untilStates(engine, name, { g1: 'Non-Primary', g2: 'Killed' });
        await start();
      }
    }
  });

  async function nodeOff(node: string): Promise<void> {
    await isolateNode(engine, at(node), quietly);
  }

  /** Makes the SST script of possible donors wait once it has begun, so that there is time to kill someone. */
  async function slowTransfers(...donors: string[]): Promise<{ begun(): Promise<string>; end(): Promise<void> }> {
    for (const donor of donors) {
      await execute(
        engine,
        `galera-${name}-${donor}`,
        "sed -i '2i touch /tmp/sst-begun; while [ ! -e /tmp/sst-go ]; do sleep 0.1; done' /usr/bin/wsrep_sst_mysqldump",
      );
    }
    const has = async (donor: string): Promise<boolean> =>
      (await nodeContainer(engine, name, donor).inspect()).State.Running &&
      (await execute(engine, `galera-${name}-${donor}`, 'test -e /tmp/sst-begun')).exitCode === 0;
    return {
      begun: () =>
        waitUntil(
          { signal: untilDone, what: 'a transfer to begin', deadlineMs: 60_000, details: () => Promise.resolve([]) },
          async () => {
            const having = await Promise.all(donors.map(has));
            const donor = donors.find((_, index) => having[index]);
            return donor === undefined ? 'notYet' : { done: donor };
          },
        ),
      async end() {
        for (const donor of donors) {
          if ((await nodeContainer(engine, name, donor).inspect()).State.Running) {
            await execute(
              engine,
              `galera-${name}-${donor}`,
              "touch /tmp/sst-go; sed -i '2d' /usr/bin/wsrep_sst_mysqldump; sleep 0.3; rm -f /tmp/sst-begun /tmp/sst-go",
            );
          }
        }
      },
    };
  }
});
