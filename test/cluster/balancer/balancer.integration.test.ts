import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Access } from '../../../src/cluster/docker/access';
import { moveBalancerWriter, turnBalancerOff, turnBalancerOn } from '../../../src/cluster/operations/balanceCluster';
import { reservedPorts } from '../../../src/cluster/members/reservedPorts';
import { idleNode, isolateNode } from '../../../src/cluster/operations/nodeActions';
import { restoreNode } from '../../../src/cluster/operations/restoreNode';
import { scaleCluster } from '../../../src/cluster/operations/scaleCluster';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { stopCluster } from '../../../src/cluster/operations/stopCluster';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';
import { readCluster, readClusters } from '../../../src/cluster/view/readClusters';
import {
  balancerAddress,
  balancerImage,
  connectThrough,
  nodeOf,
  nodesBehind,
  untilBalanced,
  untilEnded,
} from '../../support/balanced';
import { execute } from '../../support/inContainer';
import { ReconnectingWriter } from '../../support/reconnectingWriter';
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

const name = testName('bal');
const balancer = `galera-${name}-balancer`;
const all = { g1: 'synced', g2: 'synced', g3: 'synced' } as const;

describe('A cluster with a balancer', function () {
  let access: Access;

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    await startCluster(access, { name, nodes: 3, balancer: { image: balancerImage } }, quietly);
    await sqlOn(access, name, 'g1', 'CREATE DATABASE shop', 'CREATE TABLE shop.t (id INT PRIMARY KEY)');
  });
  after(() => dropCluster(access, name));

  it('leads writes to one node and reads to all, over TLS that names it', async () => {
    await untilBalanced(access, name, all, 'g1');
    assert.deepEqual(await nodesBehind(access, name, 'write'), ['g1']);
    assert.deepEqual(await nodesBehind(access, name, 'read'), ['g1', 'g2', 'g3']);
    const checks = '--ssl-ca=/var/lib/mysql/galera/tls/ca.pem --ssl-verify-server-cert';
    for (const host of ['balancer', balancer]) {
      const { password } = await balancerAddress(access, name, 'write');
      const account = `[client]\\nuser=root\\npassword=${password}\\n`;
      const ask = `mariadb --defaults-file=<(printf '${account}') ${checks} --host=${host} -e 'SELECT 1'`;
      const { exitCode, stderr } = await execute(access, `galera-${name}-g3`, ask);
      assert.equal(exitCode, 0, `${host}: ${stderr}`);
    }
  });

  it('lets transactions end on a node that leaves, and leads whoever comes to another: nothing is lost or refused', async () => {
    const open = await connectThrough(access, name, 'write');
    assert.equal(await nodeOf(open), 'g1');
    await open.query('BEGIN');
    await open.query('INSERT INTO shop.t VALUES (1)');
    const leaving = idleNode(access, { cluster: name, node: 'g1' }, quietly);
    await untilBalanced(access, name, { g1: 'leaving', g2: 'synced' }, 'g2');
    assert.deepEqual(await nodesBehind(access, name, 'write', 2), ['g2']);
    const ended = untilEnded(open);
    await open.query('COMMIT');
    await ended;
    await leaving;
    assert.equal((await sqlOn(access, name, 'g2', 'SELECT id FROM shop.t')).length, 1);
  });

  it('does not go back to an earlier writer by itself, but when asked, and not to one that is not Synced', async () => {
    const refused = moveBalancerWriter(access, name, 'g1', quietly);
    await assert.rejects(refused, (error) => GaleraError.is(error, 'stateUnfit'));
    await restoreNode(access, { cluster: name, node: 'g1' }, quietly);
    await untilBalanced(access, name, all, 'g2');
    const old = await connectThrough(access, name, 'write');
    assert.equal(await nodeOf(old), 'g2');
    const ended = untilEnded(old);
    await moveBalancerWriter(access, name, 'g1', quietly);
    assert.deepEqual(await nodesBehind(access, name, 'write', 2), ['g1']);
    await ended;
  });

  it('loses nothing that was acknowledged when the node that is written to is killed', async () => {
    const writer = new ReconnectingWriter(await balancerAddress(access, name, 'write'), 'shop.t');
    await untilBalanced(access, name, all, 'g1');
    await writer.untilAnswered(50);
    await nodeContainer(access, name, 'g1').kill();
    await untilBalanced(access, name, { g1: 'out', g2: 'synced', g3: 'synced' }, 'g2');
    await writer.untilAnswered(50);
    const { acknowledged } = await writer.stop();
    for (const node of ['g2', 'g3']) {
      const there = new Set((await sqlOn(access, name, node, 'SELECT id FROM shop.t')).map(({ id }) => id as number));
      assert.deepEqual(
        [...acknowledged].filter((id) => !there.has(id)),
        [],
        node,
      );
    }
    // The group's patience, which was less while it was known that g1 is gone, is as it was.
    await startCluster(access, { name }, quietly);
    const [row] = await sqlOn(access, name, 'g2', 'SELECT @@wsrep_provider_options AS options');
    assert.match(String(row?.['options']), /evs\.suspect_timeout = PT5S/);
  });

  it('ends the connections of a node that is cut off, or that says nothing any more of itself', async () => {
    await untilBalanced(access, name, all, 'g2');
    const cut = await connectThrough(access, name, 'write');
    assert.equal(await nodeOf(cut), 'g2');
    const ended = untilEnded(cut);
    await isolateNode(access, { cluster: name, node: 'g2' }, quietly);
    await ended;
    await untilBalanced(access, name, { g1: 'synced', g2: 'out', g3: 'synced' });
    await restoreNode(access, { cluster: name, node: 'g2' }, quietly);
    const { writer } = await untilBalanced(access, name, all);
    const silenced = await connectThrough(access, name, 'write');
    const silent = untilEnded(silenced);
    const pid = 'grep -lz state-[a]gent /proc/[0-9]*/cmdline | cut -d/ -f3';
    await execute(access, `galera-${name}-${writer ?? ''}`, `for p in $(${pid}); do kill -STOP "$p"; done`);
    await silent;
    // Killed it is begun anew.
    await execute(access, `galera-${name}-${writer ?? ''}`, `for p in $(${pid}); do kill -KILL "$p"; done`);
    await untilBalanced(access, name, all);
  });

  it('keeps reads from a donor, or a desynced node, unless it is alone', async () => {
    await moveBalancerWriter(access, name, 'g3', quietly);
    const reader = await connectThrough(access, name, 'write');
    const ended = untilEnded(reader);
    await sqlOn(access, name, 'g3', 'SET GLOBAL wsrep_desync = ON');
    await ended;
    await untilBalanced(access, name, { g1: 'synced', g2: 'synced', g3: 'donor' });
    assert.deepEqual(await nodesBehind(access, name, 'read'), ['g1', 'g2']);
    await Promise.all(['g1', 'g2'].map((node) => idleNode(access, { cluster: name, node }, quietly)));
    await untilBalanced(access, name, { g1: 'out', g2: 'out', g3: 'donor' }, 'g3');
    assert.deepEqual(await nodesBehind(access, name, 'read', 2), ['g3']);
    assert.deepEqual(await nodesBehind(access, name, 'write', 2), ['g3']);
    await sqlOn(access, name, 'g3', 'SET GLOBAL wsrep_desync = OFF');
  });

  it('follows a cluster that grows and shrinks, and keeps its ports over a stop', async () => {
    await startCluster(access, { name }, quietly);
    await scaleCluster(access, name, 4, quietly);
    await untilBalanced(access, name, { ...all, g4: 'synced' });
    await scaleCluster(access, name, 3, quietly);
    const { write, read } = await untilBalanced(access, name, all);
    const stopped = await stopCluster(access, name, quietly);
    assert.equal(stopped.balancer?.state, 'stopped');
    await startCluster(access, { name }, quietly);
    const back = await untilBalanced(access, name, all);
    assert.deepEqual([back.write, back.read], [write, read]);
  });

  it('comes back by a start when it was killed, and says so until then', async () => {
    await moveBalancerWriter(access, name, 'g2', quietly);
    await access.docker.getContainer(balancer).kill();
    const killed = await readCluster(access, name, untilDone);
    assert.deepEqual([killed.health, killed.balancer?.state, killed.balancer?.writer], ['healthy', 'stopped', null]);
    const among = (await readClusters(access, untilDone)).find((each) => each.name === name);
    assert.deepEqual(among?.balancer, killed.balancer);
    assert.ok((await reservedPorts(access)).has(killed.balancer?.write.port ?? 0));
    await startCluster(access, { name }, quietly);
    await untilBalanced(access, name, all, 'g2');
  });

  it('tells of a node whose root account was changed by what its server told last', async () => {
    await sqlOn(access, name, 'g1', "ALTER USER root@localhost IDENTIFIED BY 'changed'");
    const find = 'grep -lz state-[a]gent /proc/[0-9]*/cmdline | cut -d/ -f3';
    const ask = 'exec 3<>/dev/tcp/127.0.0.1/9200 && read -r -t 5 said <&3 && echo "$said"';
    const lines = `kill -KILL $(${find}); for i in $(seq 100); do sleep 0.1; (${ask}) 2>/dev/null && exit; done`;
    assert.equal((await execute(access, `galera-${name}-g2`, lines)).stdout.trim(), 'ready up 100%');
    await sqlOn(access, name, 'g1', 'ALTER USER root@localhost IDENTIFIED VIA unix_socket');
    await untilBalanced(access, name, all);
  });

  it('stays as it is where another one cannot be had', async () => {
    const before = await readCluster(access, name, untilDone);
    const inspected = await access.docker.getContainer(balancer).inspect();
    const held = await connectThrough(access, name, 'write');
    const [taken] = before.nodes.map(({ port }) => port ?? 0);
    const unfit = [
      [{ writePort: taken ?? 0 }, 'portTaken'],
      [{ image: before.nodes[0]?.image ?? '' }, 'badImage'],
    ] as const;
    for (const [request, code] of unfit) {
      const refused = turnBalancerOn(access, name, request, quietly);
      await assert.rejects(refused, (error) => GaleraError.is(error, code), code);
      const now = await untilBalanced(access, name, all);
      assert.deepEqual([now.write, now.image], [before.balancer?.write, inspected.Config.Image]);
      assert.equal(now.writer, before.balancer?.writer);
      if (code === 'portTaken') {
        assert.equal(await nodeOf(held), before.balancer?.writer);
      }
    }
  });

  it('goes when asked, and with its cluster', async () => {
    await turnBalancerOff(access, name, quietly);
    const { balancer: none, nodes } = await readCluster(access, name, untilDone);
    assert.equal(none, undefined);
    const stranger = { name: balancer, Image: nodes[0]?.image ?? '', Cmd: ['true'], Labels: access.scope };
    const theirs = await access.docker.createContainer(stranger);
    const refused = turnBalancerOn(access, name, { image: balancerImage }, quietly);
    await assert.rejects(refused, (error) => GaleraError.is(error, 'nameTaken'));
    // Somebody else's stays.
    await theirs.remove({ v: true });
    await turnBalancerOn(access, name, { image: balancerImage }, quietly);
    await untilBalanced(access, name, all);
    await dropCluster(access, name);
    assert.deepEqual(await resourcesOf(access, name), []);
  });
});
