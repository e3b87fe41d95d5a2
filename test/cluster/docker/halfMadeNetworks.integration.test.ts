import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import { ensureNetworks } from '../../../src/cluster/docker/networks';
import type { Access } from '../../../src/cluster/docker/access';
import { resourceLabels } from '../../../src/cluster/vocabulary/labels';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { stopCluster } from '../../../src/cluster/operations/stopCluster';
import { sqlOn } from '../../support/sql';
import { dropCluster, quietly, resourcesOf, testAccess, testName, untilDone } from '../../support/testAccess';
import { newest } from '../../support/serverVersions';

const name = testName('half-made');
const { image } = newest;
const networks = { clients: `galera-${name}-clients`, replication: `galera-${name}-replication` };

describe('Networks that a killed start left', () => {
  let access: Access;
  const nobody = (): void => undefined;

  /** The replication network as it is for a moment, until its subnet is known. */
  const makeDraft = (): Promise<unknown> =>
    access.docker.createNetwork({
      Name: networks.replication,
      Internal: true,
      Labels: resourceLabels(name, 'replication', access.scope),
    });

  const idOf = async (network: string): Promise<string> =>
    ((await access.docker.getNetwork(network).inspect()) as { Id: string }).Id;

  /** Whether Docker lets a container have the address that a node would. */
  async function givesAddresses(subnet: string): Promise<void> {
    const address = subnet.replace(/\.\d+\/\d+$/, '.11');
    const container = await access.docker.createContainer({
      Image: image,
      Cmd: ['true'],
      Labels: access.scope,
      HostConfig: { NetworkMode: networks.replication },
      NetworkingConfig: { EndpointsConfig: { [networks.replication]: { IPAMConfig: { IPv4Address: address } } } },
    });
    try {
      await container.start();
    } finally {
      await container.remove({ force: true, v: true });
    }
  }

  before(async () => {
    access = await testAccess();
  });
  beforeEach(() => dropCluster(access, name));
  after(() => dropCluster(access, name));

  const left: [what: string, make: () => Promise<unknown>][] = [
    ['nothing', () => Promise.resolve()],
    ['the draft alone', makeDraft],
    [
      'the draft beside the clients',
      async () => {
        await ensureNetworks(access, name, nobody);
        await access.docker.getNetwork(networks.replication).remove();
        await makeDraft();
      },
    ],
    [
      "the clients' alone",
      async () => {
        await ensureNetworks(access, name, nobody);
        await access.docker.getNetwork(networks.replication).remove();
      },
    ],
    [
      'the replication network alone',
      async () => {
        await ensureNetworks(access, name, nobody);
        await access.docker.getNetwork(networks.clients).remove();
      },
    ],
  ];
  for (const [what, make] of left) {
    it(`are made whole where there is ${what}`, async () => {
      await make();
      const { subnet, ids } = await ensureNetworks(access, name, nobody);
      await givesAddresses(subnet);
      assert.deepEqual([...ids].sort(), [
        [networks.clients, await idOf(networks.clients)],
        [networks.replication, await idOf(networks.replication)],
      ]);
    });
  }

  it('stay as they are where they are whole', async () => {
    const first = await ensureNetworks(access, name, nobody);
    assert.deepEqual(await ensureNetworks(access, name, assert.fail), first);
  });

  it("don't keep a cluster from starting, nor a stopped one whose networks were made again without its nodes", async () => {
    await makeDraft();
    await startCluster(access, { name, nodes: 1, image }, quietly);
    await sqlOn(access, name, 'g1', 'CREATE DATABASE kept');
    await stopCluster(access, name, quietly);
    // As a start of a cluster whose networks someone removed, killed when it had made them.
    for (const network of Object.values(networks)) {
      await access.docker.getNetwork(network).remove();
    }
    await ensureNetworks(access, name, nobody);
    await startCluster(access, { name }, quietly);
    assert.deepEqual(
      (await readCluster(access, name, untilDone)).nodes.map((node) => node.state),
      ['Synced'],
    );
    assert.equal((await sqlOn(access, name, 'g1', "SHOW DATABASES LIKE 'kept'")).length, 1);
    await dropCluster(access, name);
    assert.deepEqual(await resourcesOf(access, name), []);
  });
});
