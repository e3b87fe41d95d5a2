import assert from 'node:assert/strict';
import { rowTarget } from '../../src/extension/commands/rowTarget';
import { balancerRows } from '../../src/extension/presentation/balancerRow';
import type { ClusterView } from '../../src/cluster/vocabulary/model';
import { balancerView, english, healthy } from './views';

const rowOf = (changes: Partial<NonNullable<ClusterView['balancer']>>) => {
  const [row] = balancerRows({ ...healthy, balancer: { ...balancerView, ...changes } }, english);
  assert.ok(row);
  return row;
};

describe("a balancer's row", () => {
  it('says where both ports lead, and what each node is to it', () => {
    const row = rowOf({});
    assert.equal(row.description, 'writes to g1 · :13309');
    assert.deepEqual(
      row.children.map(({ label, description }) => `${label}: ${description}`),
      [
        'Write: 127.0.0.1:13309 → g1',
        'Read: 127.0.0.1:13310 → g1, g3',
        'g1: in rotation',
        'g2: leaving: transactions end, new connections go elsewhere',
        'g3: in rotation',
      ],
    );
  });

  it('names a donor where nobody is Synced, and nobody where there is none', () => {
    const donor = rowOf({ writer: 'g2', nodes: new Map([['g2', 'donor']]) });
    assert.equal(donor.children[1]?.description, '127.0.0.1:13310 → g2');
    const out = rowOf({ writer: null, nodes: new Map([['g1', 'out']]) });
    assert.equal(out.description, 'writes to nobody · :13309');
    assert.equal(out.children[1]?.description, '127.0.0.1:13310 → nobody');
  });

  it("doesn't tell where one leads that is stopped or frozen", () => {
    for (const state of ['stopped', 'frozen'] as const) {
      const row = rowOf({ state, writer: null });
      assert.match(row.description, /^(Stopped|Frozen)$/);
      assert.deepEqual(row.children, []);
    }
  });

  it('is none without a balancer, and stands for its cluster', () => {
    assert.deepEqual(balancerRows(healthy, english), []);
    assert.deepEqual(rowTarget(rowOf({}).id), { cluster: 'demo' });
  });
});
