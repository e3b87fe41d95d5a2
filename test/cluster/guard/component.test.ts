import assert from 'node:assert/strict';
import { counts, isOneComponent, withoutStaleClaims } from '../../../src/cluster/guard/component';
import type { NodeView } from '../../../src/cluster/vocabulary/model';
import { nodeView, otherStateUuid, wsrepStatus } from '../views';

function primary(name: string, clusterConfId: number, clusterSize: number, uuid?: string): NodeView {
  return nodeView(
    name,
    'Synced',
    wsrepStatus({ clusterConfId, clusterSize, ...(uuid === undefined ? {} : { clusterStateUuid: uuid }) }),
  );
}

const killed = nodeView('g4', 'Killed');

describe('isOneComponent', () => {
  it('holds where all that serve speak of the same component, and none of it is missing', () => {
    assert.ok(isOneComponent([primary('g1', 7, 2), primary('g2', 7, 2), killed]));
  });

  for (const [what, nodes] of [
    ['nobody serves', [killed]],
    ['one speaks of an earlier component', [primary('g1', 7, 2), primary('g2', 7, 2), primary('g3', 6, 3)]],
    ['a member of it is missing', [primary('g1', 7, 3), primary('g2', 7, 3), killed]],
    ['one serves another history', [primary('g1', 7, 1), primary('g2', 7, 1, otherStateUuid)]],
  ] as const) {
    it(`doesn't hold where ${what}`, () => {
      assert.equal(isOneComponent(nodes), false);
    });
  }
});

describe('counts', () => {
  const address = '172.20.0.13';
  const listing = (clusterSize: number, ...incomingAddresses: string[]): NodeView =>
    nodeView('g1', 'Synced', wsrepStatus({ clusterSize, incomingAddresses }));

  it('holds for whom its list has, and not for one whose address only begins alike', () => {
    assert.ok(counts(listing(2, '172.20.0.11:3306', `${address}:3306`), address));
    assert.equal(counts(listing(2, '172.20.0.11:3306', `${address}1:3306`), address), false);
  });

  it('may hold for anybody where the list has fewer than there are: a server can miss who came while it was filled', () => {
    assert.ok(counts(listing(3, '172.20.0.11:3306', '172.20.0.12:3306'), address));
  });

  it('holds for nobody of a node that says nothing', () => {
    assert.equal(counts(killed, address), false);
    assert.equal(counts(undefined, address), false);
  });
});

describe('withoutStaleClaims', () => {
  const states = (...nodes: NodeView[]): string[] => withoutStaleClaims(nodes).map((node) => node.state);

  it('shows a node as Non-Primary that believes in a component the others have left behind', () => {
    assert.deepEqual(states(primary('g1', 7, 2), primary('g2', 6, 3), primary('g3', 7, 2)), [
      'Synced',
      'Non-Primary',
      'Synced',
    ]);
  });

  it('takes nobody out while the component changes and not everyone has said so', () => {
    assert.deepEqual(states(primary('g1', 7, 3), primary('g2', 6, 2), primary('g3', 7, 3)), [
      'Synced',
      'Synced',
      'Synced',
    ]);
  });

  it('takes no side where each component is complete: both serve, apart from each other', () => {
    assert.deepEqual(states(primary('g1', 7, 2), primary('g2', 6, 1), primary('g3', 7, 2)), [
      'Synced',
      'Synced',
      'Synced',
    ]);
  });

  it('takes no side between two histories', () => {
    assert.deepEqual(states(primary('g1', 7, 1), primary('g2', 3, 1, otherStateUuid)), ['Synced', 'Synced']);
  });
});
