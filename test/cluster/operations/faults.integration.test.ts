import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { killCluster } from '../../../src/cluster/operations/killCluster';
import { freezeNode, idleNode, isolateNode, killNode, unfreezeNode } from '../../../src/cluster/operations/nodeActions';
import { restoreNode } from '../../../src/cluster/operations/restoreNode';
import { putFiles } from '../../../src/cluster/docker/containerFiles';
import { lastLogLines } from '../../../src/cluster/docker/containerLogs';
import type { Access } from '../../../src/cluster/docker/access';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { stopCluster } from '../../../src/cluster/operations/stopCluster';
import { execute, onVolume } from '../../support/inContainer';
import type { Ledger } from '../../support/ledger';
import { untilHealth, untilStates } from '../../support/nodeStates';
import { provenCluster } from '../../support/provenCluster';
import { isAll, itInMatrix, newest } from '../../support/serverVersions';
import { slowTransfers } from '../../support/slowTransfers';
import { sqlOn } from '../../support/sql';
import { nodeContainer, quietly, testName, untilDone } from '../../support/testAccess';

const name = testName('fault');
const { image } = newest;

describe('Whatever happens to a three-node cluster', () => {
  const { made, at, start, kill } = provenCluster(name, image);
  let access: Access;
  let ledger: Ledger;

  before(() => {
    ({ access, ledger } = made());
  });

  it('one node killed: the others serve, and it comes back by IST', async () => {
    // As when it is killed after it has noted a view, and before it has noted where it stands.
    await sqlOn(
      access,
      name,
      'g2',
      'SET SESSION wsrep_on = OFF',
      'UPDATE mysql.wsrep_cluster SET view_seqno = view_seqno + 1000',
    );
    await killNode(access, at('g2'), quietly);
    await untilStates(access, name, { g1: 'Synced', g2: 'Killed', g3: 'Synced' });
    await ledger.write('g3');
    const { method } = await restoreNode(access, at('g2'), quietly);
    assert.equal(method, 'ist');
  });

  it('two of three killed: the survivor is Non-Primary, and a start makes it Primary again', async () => {
    await Promise.all([kill('g2'), kill('g3')]);
    await untilStates(access, name, { g1: 'Non-Primary', g2: 'Killed', g3: 'Killed' });
    assert.equal((await readCluster(access, name, untilDone)).health, 'non-primary');
    const before = (await nodeContainer(access, name, 'g1').inspect()).State.StartedAt;
    await start();
    assert.equal((await nodeContainer(access, name, 'g1').inspect()).State.StartedAt, before, 'the survivor went on');
  });

  it('all killed at once, then two starts at once: the most advanced bootstraps, and there is one history', async () => {
    await killCluster(access, name, quietly);
    assert.equal((await readCluster(access, name, untilDone)).health, 'down');
    await Promise.all([start(), start()]);
  });

  it('all killed one after another with writes in between: the last survivor has every row', async () => {
    await kill('g1');
    await untilStates(access, name, { g2: 'Synced', g3: 'Synced' });
    await ledger.write('g2');
    await kill('g2');
    await untilStates(access, name, { g3: 'Non-Primary' });
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
      await idleNode(access, at(first), quietly);
      await ledger.write(second);
      await idleNode(access, at(second), quietly);
      await ledger.write(last);
      await idleNode(access, at(last), quietly);
      await start();
    });
  }

  itInMatrix('two stopped in good order, then the third killed: the third bootstraps', async () => {
    await idleNode(access, at('g1'), quietly);
    await idleNode(access, at('g2'), quietly);
    await ledger.write('g3');
    await kill('g3');
    await start();
  });

  it('one frozen past its eviction: the others go on, and it comes back', async () => {
    await freezeNode(access, at('g2'), quietly);
    await untilStates(access, name, { g2: 'Frozen' });
    // Commits wait for the frozen node until it is evicted.
    await ledger.write('g1');
    await untilStates(access, name, { g1: 'Synced', g3: 'Synced' });
    await restoreNode(access, at('g2'), quietly);
  });

  it('one isolated and written to on both sides: only the majority takes writes', async () => {
    await isolateNode(access, at('g3'), quietly);
    await untilStates(access, name, { g1: 'Synced', g2: 'Synced', g3: 'Isolated' });
    await ledger.write('g2');
    await assert.rejects(async () => {
      // In its first seconds alone it still believes in its quorum, and holds the write back.
      await sqlOn(
        access,
        name,
        'g3',
        'SET SESSION wsrep_sync_wait = 0',
        'SET SESSION lock_wait_timeout = 20',
        "INSERT INTO ledger.entries VALUES (1000, 'g3')",
      );
    });
    await restoreNode(access, at('g3'), quietly);
  });

  itInMatrix('two of three isolated: nobody serves, and a start brings them together', async () => {
    await Promise.all([nodeOff('g2'), nodeOff('g3')]);
    await untilHealth(access, name, 'non-primary');
    await start();
  });

  it('one frozen, one isolated, the frozen one thawed: its belief in a component that is no more holds nobody up', async () => {
    await freezeNode(access, at('g1'), quietly);
    await nodeOff('g2');
    await untilStates(access, name, { g3: 'Non-Primary' });
    await unfreezeNode(access, at('g1'), quietly);
    await restoreNode(access, at('g2'), quietly);
  });

  it('the majority gone on without one, then killed: the one left behind does not bootstrap', async () => {
    await nodeOff('g1');
    await untilStates(access, name, { g2: 'Synced', g3: 'Synced', g1: 'Isolated' });
    await ledger.write('g2');
    await ledger.write('g3');
    await Promise.all([kill('g2'), kill('g3')]);
    await start();
  });

  it('started by hand beside a Primary: it joins by itself', async () => {
    await idleNode(access, at('g2'), quietly);
    await nodeContainer(access, name, 'g2').start();
    await untilStates(access, name, { g2: 'Synced' });
  });

  it('the donor killed in an SST: the joiner finds another donor', async () => {
    await nodeContainer(access, name, 'g3').stop();
    await onVolume(access, image, `galera-${name}-g3`, 'rm -rf /volume/data');
    const slow = await slowTransfers(access, name, ['g1', 'g2']);
    await nodeContainer(access, name, 'g3').start();
    const donor = await slow.begun();
    await kill(donor);
    await slow.end();
    await start();
  });

  itInMatrix('a server that becomes Synced and serves nobody is ended, and the guard is asked anew', async () => {
    await stopCluster(access, name, quietly);
    // Stands before the real one in PATH, and at its first real start plays the server that hangs.
    const hangs = `#!/bin/bash
case " $* " in *--wsrep-recover*) exec /usr/sbin/mariadbd "$@" ;; esac
rm /usr/local/sbin/mariadbd
: >/run/galera-clusters/server/synced
exec sleep 600
`;
    const container = nodeContainer(access, name, 'g1');
    await putFiles(container, [{ path: '/usr/local/sbin/mariadbd', content: hangs, mode: 0o755 }]);
    await start();
    const log = await lastLogLines(container, 1_000);
    assert.ok(log.some((line) => /serves nobody/.test(line)));
  });

  it('one left the others by itself and stays away: it is started anew, and comes back', async () => {
    await sqlOn(access, name, 'g2', "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'");
    await untilStates(access, name, { g1: 'Synced', g2: 'Non-Primary', g3: 'Synced' });
    await ledger.write('g3');
    await restoreNode(access, at('g2'), quietly);
  });

  it('one is on its way out when a start finds it, told so by somebody who is gone: the start brings it back', async () => {
    // A server that can't leave, for the container's time to end it: as long as somebody holds its process.
    await execute(access, `galera-${name}-g2`, 'kill -STOP "$(pidof mariadbd)"');
    const stopping = nodeContainer(access, name, 'g2').stop({ t: 10 });
    await untilStates(access, name, { g1: 'Synced', g2: 'Unreachable', g3: 'Synced' });
    await start();
    await stopping;
  });

  async function nodeOff(node: string): Promise<void> {
    await isolateNode(access, at(node), quietly);
  }
});
