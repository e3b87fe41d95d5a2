import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  assertClusterName,
  assertNodeCount,
  clientNetworkName,
  isClusterName,
  lockContainerName,
  nodeCountLimits,
  nodeNames,
  nodeNumber,
  nodeResourceName,
  replicationNetworkName,
} from '../../../src/cluster/vocabulary/names';

describe("a cluster's name", () => {
  const good = ['a', 'demo', 'my-shop-2', 'a-', 'a'.repeat(31)];
  for (const name of good) {
    it(`can be "${name}"`, () => {
      assert.equal(isClusterName(name), true);
      assertClusterName(name);
    });
  }

  const bad = ['', 'Demo', '1demo', '-demo', 'my_shop', 'my shop', 'demo\n', 'démo', 'a/b', '../a', 'a'.repeat(32)];
  for (const name of bad) {
    it(`can't be ${JSON.stringify(name)}`, () => {
      assert.equal(isClusterName(name), false);
      assert.throws(() => assertClusterName(name), { name: 'GaleraError', code: 'badClusterName' });
    });
  }
});

describe('the number of nodes', () => {
  it('can be anything from the fewest to the most', () => {
    for (let count = nodeCountLimits.min; count <= nodeCountLimits.max; count++) {
      assertNodeCount(count);
    }
  });

  for (const count of [0, 10, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`can't be ${count}`, () => {
      assert.throws(() => assertNodeCount(count), { name: 'GaleraError', code: 'badNodeCount', advice: /1 to 9/ });
    });
  }
});

describe('node names', () => {
  it('are g1 to gN', () => {
    assert.deepEqual(nodeNames(3), ['g1', 'g2', 'g3']);
  });

  it('have numbers, as many as there may be nodes', () => {
    const numbers = nodeNames(nodeCountLimits.max).map(nodeNumber);
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  for (const name of ['g0', 'g10', 'g', 'G1', 'xg1', 'g1x', '']) {
    it(`"${name}" has no number, being no node's`, () => {
      assert.equal(nodeNumber(name), undefined);
    });
  }
});

describe('resource names', () => {
  it('never collide, within a cluster and between clusters', () => {
    const cluster = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/);
    const all = (name: string): string[] => [
      ...nodeNames(nodeCountLimits.max).map((node) => nodeResourceName(name, node)),
      replicationNetworkName(name),
      clientNetworkName(name),
      lockContainerName(name),
    ];
    fc.assert(
      fc.property(cluster, cluster, (a, b) => {
        fc.pre(a !== b);
        assert.equal(new Set([...all(a), ...all(b)]).size, 2 * all(a).length);
      }),
    );
  });

  it('are as the documentation says', () => {
    assert.equal(nodeResourceName('demo', 'g1'), 'galera-demo-g1');
  });
});
