import assert from 'node:assert/strict';
import type Docker from 'dockerode';
import { after, before, describe, it } from 'mocha';
import type { Access } from '../../../src/cluster/docker/access';
import { labels, resourceLabels } from '../../../src/cluster/vocabulary/labels';
import { readCluster } from '../../../src/cluster/view/readClusters';
import { startCluster } from '../../../src/cluster/operations/startCluster';
import { galera } from '../../support/galeraCli';
import { newest } from '../../support/serverVersions';
import {
  dropCluster,
  nodeContainer,
  quietly,
  resourcesOf,
  testAccess,
  testName,
  untilDone,
} from '../../support/testAccess';

const name = testName('foreign');
const committed = `galera-clusters/${name}`;

describe('Containers that look like nodes by the labels of their image', () => {
  let access: Access;
  const strangers: Docker.Container[] = [];

  /** A container whose image brings it a node's labels. */
  const stranger = async (containerName: string, labelsOfImage: Record<string, string>): Promise<Docker.Container> => {
    const changes = Object.entries(labelsOfImage).map(([label, value]) => `LABEL ${label}=${JSON.stringify(value)}`);
    await nodeContainer(access, name, 'g1').commit({ repo: committed, tag: containerName, changes });
    const made = await access.docker.createContainer({
      name: containerName,
      Image: `${committed}:${containerName}`,
      Entrypoint: ['sleep', '600'],
      Cmd: [],
    });
    strangers.push(made);
    return made;
  };

  before(async () => {
    access = await testAccess();
    await dropCluster(access, name);
    await startCluster(access, { name, nodes: 1, image: newest.image }, quietly);
    await stranger(`${name}-commit`, {});
    await stranger(`galera-${name}-g0`, { ...resourceLabels(name, 'node', access.scope), [labels.node]: 'g0' });
    await (
      await stranger(`galera-${name}-g2`, { ...resourceLabels(name, 'node', access.scope), [labels.node]: 'g2' })
    ).start();
  });
  after(async () => {
    await Promise.all(strangers.map((each) => each.remove({ force: true, v: true })));
    await dropCluster(access, name);
    const images = await access.docker.listImages({ filters: { reference: [committed] } });
    await Promise.all(images.map(({ Id: id }) => access.docker.getImage(id).remove({ force: true })));
  });

  it('are shown as what they are, and count for nothing', async () => {
    const { health, nodes, foreign } = await readCluster(access, name, untilDone);
    assert.deepEqual({ health, nodes: nodes.map((node) => node.name) }, { health: 'healthy', nodes: ['g1'] });
    assert.deepEqual([...foreign].sort(), [`galera-${name}-g0`, `galera-${name}-g2`, `${name}-commit`]);
    const { stdout } = await galera(['status', name]);
    assert.match(stdout, /galera-it-foreign-\w+-g0 has the labels of a node of "it-foreign-\w+" and is none/);
  });

  it('hold a removal up before any data go, where they use what is to go', async () => {
    const onNetwork = await stranger(`${name}-guest`, {});
    await access.docker.getNetwork(`galera-${name}-replication`).connect({ Container: onNetwork.id });
    await onNetwork.start();
    const refused = async (sentence: RegExp): Promise<void> => {
      const before = await resourcesOf(access, name);
      const { exitCode, stderr } = await galera(['remove', name, '--yes']);
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, sentence);
      assert.deepEqual(await resourcesOf(access, name), before);
    };
    await refused(
      /"it-foreign-\w+" can't be removed: the container it-foreign-\w+-guest is on its network galera-it-foreign-\w+-replication\./,
    );
    await onNetwork.remove({ force: true, v: true });
    strangers.pop();
    const node = nodeContainer(access, name, 'g1');
    await node.rename({ name: `${name}-renamed` });
    await refused(/the container it-foreign-\w+-renamed has its volume galera-it-foreign-\w+-g1\./);
    await access.docker.getContainer(`${name}-renamed`).rename({ name: `galera-${name}-g1` });
  });

  it('get no secret, and stay as they are, through a stop, a start, a scale-up in their way and a removal', async () => {
    for (const [args, code] of [
      [['stop', name], 0],
      [['start', name], 0],
      [['scale', name, '2'], 1],
      [['remove', name, '--yes'], 0],
    ] as const) {
      const { exitCode, stderr } = await galera([...args]);
      assert.equal(exitCode, code, stderr);
      if (code === 1) {
        assert.match(stderr, /A container named galera-it-foreign-\w+-g2 exists that isn't ours/);
      }
    }
    const states = await Promise.all(strangers.map(async (each) => (await each.inspect()).State.Status));
    assert.deepEqual(states, ['created', 'created', 'running']);
    const [, , running] = strangers;
    assert.deepEqual(await running?.inspect().then(({ NetworkSettings: network }) => Object.keys(network.Networks)), [
      'bridge',
    ]);
    assert.deepEqual(
      (await resourcesOf(access, name)).filter((each) => !each.startsWith('container')),
      [],
    );
  });
});
