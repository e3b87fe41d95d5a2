import assert from 'node:assert/strict';
import { chooseDonors, donorsInTurn, possibleDonors, preferredDonors } from '../../../src/cluster/view/donors';
import type { NodeState } from '../../../src/cluster/vocabulary/model';
import { clusterView, nodeView, wsrepStatus } from '../views';

const nodes = (...states: NodeState[]) =>
  states.map((state, index) => nodeView(`g${String(index + 1)}`, state, wsrepStatus()));

describe('preferredDonors', () => {
  const rows: [states: NodeState[], donors: string[]][] = [
    [[], []],
    [['Synced'], []],
    [['Synced', 'Synced'], ['g2']],
    [
      ['Synced', 'Synced', 'Synced'],
      ['g3', 'g2'],
    ],
    [['Killed', 'Synced', 'Synced'], ['g3']],
    [['Synced', 'Donor', 'Synced'], ['g3']],
    [['Synced', 'Joiner', 'Starting'], []],
    [['Donor', 'Joiner', 'Isolated'], []],
  ];
  for (const [states, donors] of rows) {
    it(`names ${donors.join(', ') || 'none'} of ${states.join(', ') || 'nobody'}`, () => {
      assert.deepEqual(preferredDonors(nodes(...states)), donors);
    });
  }
});

describe('preferredDonors with a balancer', () => {
  const rows: [states: NodeState[], writer: string | null, donors: string[]][] = [
    [['Synced', 'Synced', 'Synced'], 'g2', ['g3', 'g1']],
    [['Synced', 'Synced', 'Synced'], null, ['g3', 'g2']],
    [['Donor', 'Synced', 'Synced'], 'g1', ['g3']],
  ];
  for (const [states, writer, donors] of rows) {
    it(`names ${donors.join(', ')} of ${states.join(', ')} while ${writer ?? 'nobody'} is written to`, () => {
      assert.deepEqual(preferredDonors(nodes(...states), writer), donors);
    });
  }
});

describe('possibleDonors', () => {
  const rows: [states: NodeState[], joiners: string[], donors: string[]][] = [
    [['Synced', 'Synced', 'Synced'], ['g2'], ['g1', 'g3']],
    [['Synced', 'Synced', 'Synced'], ['g1', 'g2', 'g3'], []],
    [['Donor', 'Desynced', 'Synced'], [], ['g3']],
  ];
  for (const [states, joiners, donors] of rows) {
    it(`are ${donors.join(', ') || 'none'} of ${states.join(', ')} for ${joiners.join(', ') || 'a new node'}`, () => {
      assert.deepEqual(possibleDonors(nodes(...states), joiners), donors);
    });
  }
});

describe('donorsInTurn', () => {
  const rows: [donors: string[], turn: number, inTurn: string[]][] = [
    [[], 0, []],
    [[], 3, []],
    [['g1'], 2, ['g1']],
    [['g3', 'g2'], 0, ['g3', 'g2']],
    [['g3', 'g2'], 1, ['g2', 'g3']],
    [['g4', 'g3', 'g2'], 2, ['g2', 'g4', 'g3']],
    [['g4', 'g3', 'g2'], 4, ['g3', 'g2', 'g4']],
  ];
  for (const [donors, turn, inTurn] of rows) {
    it(`begins turn ${String(turn)} of ${donors.join(', ') || 'nobody'} with ${inTurn[0] ?? 'nobody'}`, () => {
      assert.deepEqual(donorsInTurn(donors, turn), inTurn);
    });
  }
});

describe('chooseDonors', () => {
  const cluster = clusterView(nodes('Synced', 'Synced', 'Killed', 'Donor'));

  it('leaves the joiners out where nobody is named', () => {
    assert.deepEqual(chooseDonors(cluster, ['g2'], undefined), []);
    assert.deepEqual(chooseDonors(cluster, ['g3'], undefined), ['g2']);
  });

  it('is the one that the user named', () => {
    assert.deepEqual(chooseDonors(cluster, ['g3'], 'g1'), ['g1']);
  });

  const refused: [named: string, code: string, message: RegExp, advice: RegExp][] = [
    ['g9', 'nodeUnknown', /^"demo" has no node "g9" to be the donor\.$/, /g1, g2, g3, g4/],
    ['', 'nodeUnknown', /has no node ""/, /g1/],
    ['g3', 'stateUnfit', /^g3 can't be its own donor\.$/, /another/],
    ['g4', 'stateUnfit', /^g4 is Donor and can't be the donor\.$/, /g1, g2/],
  ];
  for (const [named, code, message, advice] of refused) {
    it(`refuses "${named}"`, () => {
      assert.throws(() => chooseDonors(cluster, ['g3'], named), { name: 'GaleraError', code, message, advice });
    });
  }

  it('says what to do where no node is Synced', () => {
    const down = clusterView(nodes('Killed', 'Idle'));
    assert.throws(() => chooseDonors(down, ['g1'], 'g2'), { code: 'stateUnfit', advice: /Bring a node to Synced/ });
  });
});
