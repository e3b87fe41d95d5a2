import assert from 'node:assert/strict';
import { onlyDesynced, strays } from '../../src/cluster/awaitSynced';
import type { NodeState, NodeView } from '../../src/cluster/model';
import { whoLeaves } from '../../src/cluster/takeBack';
import { clusterView, nodeView, wsrepStatus } from './views';

const inPrimary: readonly NodeState[] = ['Synced', 'Donor', 'Desynced', 'Joined', 'Joiner'];
const nodes = (...states: NodeState[]): NodeView[] =>
  states.map((state, index) => nodeView(`g${String(index + 1)}`, state, inPrimary.includes(state) ? wsrepStatus({ localState: 1 }) : null));

describe('whoLeaves', () => {
  const leaving = (before: NodeView[], now: NodeView[]): string[] => whoLeaves(clusterView(before), clusterView(now)).map((node) => node.name);

  it('is who runs and did not, new or not; those that ran before stay, whatever they do', () => {
    assert.deepEqual(leaving(nodes('Synced', 'Killed', 'Frozen'), nodes('Donor', 'Joiner', 'Starting', 'Starting')), ['g4', 'g2']);
  });

  it('is last who serves', () => {
    assert.deepEqual(leaving(nodes('Idle', 'Idle', 'Idle'), nodes('Donor', 'Starting', 'Joiner')), ['g3', 'g2', 'g1']);
    assert.deepEqual(leaving(nodes('Idle', 'Idle', 'Idle'), nodes('Joiner', 'Synced', 'Donor')), ['g1', 'g3', 'g2']);
  });

  it('is nobody where nothing was started', () => {
    assert.deepEqual(leaving(nodes('Synced', 'Idle'), nodes('Synced', 'Killed')), []);
  });
});

describe('onlyDesynced', () => {
  for (const [states, only] of [
    [['Desynced', 'Joiner'], true],
    [['Desynced', 'Starting'], true],
    [['Desynced', 'Joiner', 'Synced'], false],
    [['Desynced', 'Joiner', 'Donor'], false],
    [['Desynced', 'Joiner', 'Joined'], false],
    [['Synced', 'Joiner'], false],
  ] as const) {
    it(`is ${String(only)} with ${states.join(', ')}`, () => {
      assert.equal(onlyDesynced(nodes(...states)), only);
    });
  }
});

describe('strays', () => {
  const inOne = (name: string, changes = {}): NodeView => nodeView(name, 'Synced', wsrepStatus({ clusterSize: 2, ...changes }));
  const away = nodeView('g3', 'Non-Primary', wsrepStatus({ clusterStatus: 'non-Primary', clusterConfId: -1 }));

  it('are those without quorum beside a component that is complete', () => {
    assert.deepEqual(strays([inOne('g1'), inOne('g2'), away]), ['g3']);
  });

  it('are none that still call themselves Primary: they find out, or serve apart', () => {
    assert.deepEqual(strays([inOne('g1'), inOne('g2'), nodeView('g3', 'Non-Primary', wsrepStatus({ clusterConfId: 2 }))]), []);
  });

  it('has those too whose server has left the group for good', () => {
    assert.deepEqual(strays([inOne('g1'), inOne('g2'), nodeView('g3', 'Starting', wsrepStatus({ clusterStatus: 'Disconnected' }))]), ['g3']);
  });

  it('are none while one of the component is missing, or none serves', () => {
    assert.deepEqual(strays([inOne('g1'), away]), []);
    assert.deepEqual(strays([away]), []);
  });

  it('are none of those that start, are stopped or cut off', () => {
    assert.deepEqual(strays([inOne('g1'), inOne('g2'), ...nodes('Starting', 'Idle', 'Isolated')]), []);
  });
});
