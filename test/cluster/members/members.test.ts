import assert from 'node:assert/strict';
import { isNodeContainer, type ListedContainer } from '../../../src/cluster/members/members';
import { labels, resourceLabels } from '../../../src/cluster/vocabulary/labels';

type Mount = ListedContainer['Mounts'][number];

const home: Mount = {
  Type: 'volume',
  Name: 'galera-demo-g1',
  Source: '',
  Destination: '/var/lib/mysql',
  Driver: 'local',
  Mode: '',
  RW: true,
  Propagation: '',
};
const volumes = new Set(['galera-demo-g1', 'galera-demo-g2']);

function listed({
  node = 'g1',
  cluster = 'demo',
  names = ['/galera-demo-g1'],
  mounts = [home],
}: { node?: string; cluster?: string; names?: string[]; mounts?: Mount[] } = {}): ListedContainer {
  return { Id: 'a', Names: names, Labels: resourceLabels(cluster, 'node', { [labels.node]: node }), Mounts: mounts };
}

describe('isNodeContainer', () => {
  it("holds for one with the node's name and volume", () => {
    assert.equal(isNodeContainer(listed(), volumes), true);
  });

  for (const [what, container] of [
    ['made from a commit of a node', listed({ names: ['/gallant_curie'], mounts: [] })],
    ['made from a commit of a node, with its name', listed({ mounts: [] })],
    ['of a node g0', listed({ node: 'g0', names: ['/galera-demo-g0'] })],
    ['of a node that is no name', listed({ node: '../g1', names: ['/galera-demo-g1'] })],
    ['of a cluster that is no name', listed({ cluster: '', names: ['/galera--g1'] })],
    ['that was given another name', listed({ names: ['/galera-demo-g1-old'] })],
    ["with another node's volume", listed({ mounts: [{ ...home, Name: 'galera-demo-g2' }] })],
    ['with its volume elsewhere', listed({ mounts: [{ ...home, Destination: '/backup' }] })],
    ['with a folder of the host in its place', listed({ mounts: [{ ...home, Type: 'bind' }] })],
  ] as const) {
    it(`doesn't for one ${what}`, () => {
      assert.equal(isNodeContainer(container, volumes), false);
    });
  }

  it("doesn't where the volume isn't ours", () => {
    assert.equal(isNodeContainer(listed(), new Set()), false);
  });
});
