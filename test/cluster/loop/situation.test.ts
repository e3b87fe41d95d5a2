import assert from 'node:assert/strict';
import { onlyDesynced, strays } from '../../../src/cluster/loop/situation';
import type { NodeState, NodeView } from '../../../src/cluster/vocabulary/model';
import { nodeView, wsrepStatus } from '../views';
import { down, frozen, given, isolated, serving, silent, waiting, withoutQuorum } from './worlds';

const inPrimary: readonly NodeState[] = ['Synced', 'Donor', 'Desynced', 'Joined', 'Joiner'];
const nodes = (...states: NodeState[]): NodeView[] =>
  states.map((state, index) => {
    const wsrep = inPrimary.includes(state) ? wsrepStatus({ localState: 1 }) : null;
    return nodeView(`g${String(index + 1)}`, state, wsrep);
  });

describe('situationOf', () => {
  it('knows of what waits, serves or has lost its quorum, and of nothing that is silent', () => {
    const situation = given([waiting('g1'), ...serving('g2'), ...withoutQuorum('g3'), silent('g4'), down('g5')]);
    assert.deepEqual(
      situation.known.map(({ node, liveness }) => [node, liveness]),
      [
        ['g1', 'down'],
        ['g2', 'primary'],
        ['g3', 'nonPrimary'],
      ],
    );
  });

  it('knows nothing of one that is frozen or cut off, whatever it says: it may be serving', () => {
    const { known } = given([frozen('g1'), ...serving('g2').map(isolated)]);
    assert.deepEqual(
      known.map(({ liveness }) => liveness),
      ['unknown', 'unknown'],
    );
  });

  it("takes one that ended again and again for one that can't be read", () => {
    const { known } = given([down('g1')], { boots: new Map([['g1', 3]]) });
    assert.deepEqual(
      known.map(({ node, position }) => [node, position]),
      [['g1', null]],
    );
  });

  it('notes since when nobody serves, and forgets it once somebody does', () => {
    const before = { since: new Map([['lost', 5]]) };
    assert.equal(given([waiting('g1')], before).memory.since.get('lost'), 5);
    assert.equal(given(serving('g1'), before).memory.since.get('lost'), undefined);
  });

  it('notes a stray only of those that ran before and are brought up', () => {
    const seen = [...serving('g1', 'g2'), ...withoutQuorum('g3')];
    assert.ok(given(seen, { foundUp: new Set(['g3']) }).memory.since.has('stray g3'));
    assert.ok(!given(seen).memory.since.has('stray g3'));
    assert.ok(!given(seen, { foundUp: new Set(['g3']) }, { concerned: ['g1'] }).memory.since.has('stray g3'));
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
  const inOne = (name: string, changes = {}): NodeView =>
    nodeView(name, 'Synced', wsrepStatus({ clusterSize: 2, ...changes }));
  const away = nodeView('g3', 'Non-Primary', wsrepStatus({ clusterStatus: 'non-Primary', clusterConfId: -1 }));
  const gone = nodeView('g3', 'Starting', wsrepStatus({ clusterStatus: 'Disconnected' }));

  it('are those without quorum beside a component that is complete', () => {
    assert.deepEqual(strays([inOne('g1'), inOne('g2'), away]), ['g3']);
  });

  it('are none that still call themselves Primary: they find out, or serve apart', () => {
    const primary = nodeView('g3', 'Non-Primary', wsrepStatus({ clusterConfId: 2 }));
    assert.deepEqual(strays([inOne('g1'), inOne('g2'), primary]), []);
  });

  it('has those too whose server has left the group for good', () => {
    assert.deepEqual(strays([inOne('g1'), inOne('g2'), gone]), ['g3']);
  });

  it('are none while one of the component is missing, or none serves', () => {
    assert.deepEqual(strays([inOne('g1'), away]), []);
    assert.deepEqual(strays([away]), []);
  });

  it('are none of those that start, are stopped or cut off', () => {
    assert.deepEqual(strays([inOne('g1'), inOne('g2'), ...nodes('Starting', 'Idle', 'Isolated')]), []);
  });
});
