import assert from 'node:assert/strict';
import fc from 'fast-check';
import { agreedStateUuid, clusterHealth } from '../../../src/cluster/view/health';
import { zeroUuid } from '../../../src/cluster/guard/position';
import {
  type ClusterHealth,
  clusterHealths,
  type NodeState,
  nodeStates,
  type NodeView,
} from '../../../src/cluster/vocabulary/model';
import { nodeView, otherStateUuid, stateUuid, wsrepStatus } from '../views';

const inPrimary = new Set<NodeState>(['Synced', 'Donor', 'Desynced', 'Joiner', 'Joined']);

/** Nodes in these states, those in the Primary component agreeing on it. */
function nodes(...states: NodeState[]): NodeView[] {
  const clusterSize = states.filter((state) => inPrimary.has(state)).length;
  return states.map((state, index) =>
    nodeView(`g${index + 1}`, state, inPrimary.has(state) ? wsrepStatus({ clusterSize }) : null),
  );
}

function primary(name: string, state: NodeState, clusterSize: number, clusterStateUuid = stateUuid): NodeView {
  return nodeView(name, state, wsrepStatus({ clusterSize, clusterStateUuid }));
}

const nonPrimary = (name: string): NodeView =>
  nodeView(name, 'Non-Primary', wsrepStatus({ clusterStatus: 'non-Primary', clusterSize: 1 }));

describe('clusterHealth', () => {
  const rows: [health: ClusterHealth, nodes: NodeView[]][] = [
    ['healthy', nodes('Synced')],
    ['healthy', nodes('Synced', 'Synced', 'Synced')],
    ['degraded', nodes('Synced', 'Synced', 'Killed')],
    ['degraded', nodes('Synced', 'Idle', 'Idle')],
    ['degraded', nodes('Synced', 'Donor', 'Joiner')],
    ['degraded', nodes('Donor', 'Joiner')],
    ['degraded', nodes('Synced', 'Desynced')],
    ['degraded', nodes('Desynced')],
    ['degraded', nodes('Synced', 'Frozen', 'Unreachable')],
    ['degraded', [primary('g1', 'Synced', 2), primary('g2', 'Synced', 2), nonPrimary('g3')]],
    ['starting', nodes('Starting', 'Starting', 'Starting')],
    ['starting', nodes('Idle', 'Killed', 'Starting')],
    ['starting', nodes('Joined', 'Idle')],
    ['starting', nodes('Joiner', 'Idle')],
    ['non-primary', [nonPrimary('g1'), nonPrimary('g2'), nodeView('g3', 'Killed')]],
    ['non-primary', [nonPrimary('g1'), nodeView('g2', 'Starting')]],
    ['non-primary', nodes('Unreachable', 'Idle')],
    ['non-primary', nodes('Isolated', 'Isolated', 'Isolated')],
    ['non-primary', nodes('Frozen', 'Frozen')],
    ['stopped', nodes('Idle', 'Idle', 'Idle')],
    ['down', nodes('Killed', 'Killed', 'Killed')],
    ['down', nodes('Idle', 'Crashed')],
    ['down', nodes('Idle', 'Killed', 'Idle')],
  ];
  for (const [health, members] of rows) {
    it(`is ${health} with ${members.map(({ state }) => state).join(', ')}`, () => {
      assert.equal(clusterHealth(members), health);
    });
  }

  it('is split where two histories are served', () => {
    const two = [primary('g1', 'Synced', 1), primary('g2', 'Synced', 1, otherStateUuid), nodeView('g3', 'Idle')];
    assert.equal(clusterHealth(two), 'split');
  });

  it('is split where more nodes are Primary than any of their components holds', () => {
    const sizes = [1, 2, 2];
    assert.equal(clusterHealth(sizes.map((size, index) => primary(`g${index + 1}`, 'Synced', size))), 'split');
  });

  it('is no split where nodes are asked while their component grows', () => {
    const seen = [primary('g1', 'Synced', 3), primary('g2', 'Synced', 2), primary('g3', 'Synced', 3)];
    assert.equal(clusterHealth(seen), 'degraded');
    const joining = [primary('g1', 'Synced', 2), primary('g2', 'Synced', 2), primary('g3', 'Joiner', 0)];
    assert.equal(clusterHealth(joining), 'degraded');
  });

  it('is no split where a node taken off the network still believes to be Primary', () => {
    const members = [primary('g1', 'Isolated', 3), primary('g2', 'Synced', 2), primary('g3', 'Synced', 2)];
    assert.equal(clusterHealth(members), 'degraded');
  });

  const anyNode = fc
    .record({
      state: fc.constantFrom(...nodeStates),
      clusterSize: fc.integer({ min: 0, max: 4 }),
      uuid: fc.constantFrom(stateUuid, stateUuid, stateUuid, otherStateUuid, zeroUuid, ''),
      status: fc.constantFrom('Primary', 'Primary', 'non-Primary', null),
    })
    .map(({ state, clusterSize, uuid, status }) =>
      nodeView(
        'g1',
        state,
        status === null ? null : wsrepStatus({ clusterStatus: status, clusterSize, clusterStateUuid: uuid }),
      ),
    );
  const anyNodes = fc.array(anyNode, { maxLength: 5 });

  it("doesn't depend on the nodes' order", () => {
    const shuffled = anyNodes.chain((members) =>
      fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
    );
    fc.assert(
      fc.property(shuffled, ([members, reordered]) => {
        assert.equal(clusterHealth(reordered), clusterHealth(members));
        assert.equal(agreedStateUuid(reordered), agreedStateUuid(members));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is one of the words, and healthy only with every node Synced', () => {
    fc.assert(
      fc.property(anyNodes, (members) => {
        const health = clusterHealth(members);
        assert(clusterHealths.includes(health));
        assert(health !== 'healthy' || members.every(({ state }) => state === 'Synced'));
      }),
    );
  });
});

describe('agreedStateUuid', () => {
  it('is what all nodes in service say', () => {
    assert.equal(agreedStateUuid(nodes('Synced', 'Donor', 'Joiner', 'Killed')), stateUuid);
  });

  it('is null where they differ, and where none serves', () => {
    assert.equal(agreedStateUuid([primary('g1', 'Synced', 1), primary('g2', 'Synced', 1, otherStateUuid)]), null);
    assert.equal(agreedStateUuid(nodes('Idle', 'Idle')), null);
    assert.equal(agreedStateUuid([]), null);
  });

  it('passes over the zero UUID, nodes without a quorum and nodes off the network', () => {
    assert.equal(agreedStateUuid([primary('g1', 'Joiner', 1, zeroUuid)]), null);
    assert.equal(agreedStateUuid([nonPrimary('g1')]), null);
    assert.equal(
      agreedStateUuid([primary('g1', 'Isolated', 3, otherStateUuid), primary('g2', 'Synced', 2)]),
      stateUuid,
    );
  });
});
