import assert from 'node:assert/strict';
import type { IstChance, NodeView, WsrepStatus } from '../../../../src/cluster/vocabulary/model';
import { istChance, type StoppedPosition, stoppedPosition } from '../../../../src/cluster/view/transfer/istChance';
import { nodeView, otherStateUuid, stateUuid, wsrepStatus } from '../../views';

const zeroUuid = '00000000-0000-0000-0000-000000000000';
const grastate = (uuid: string, seqno: number): string =>
  `# GALERA saved state\nversion: 2.1\nuuid:    ${uuid}\nseqno:   ${String(seqno)}\nsafe_to_bootstrap: 0\n`;
const step = (seqno: number): string =>
  `2026-11-23  0:38:08 0 [Note] WSREP: Shifting JOINED -> SYNCED (TO: ${String(seqno)})`;
const joining = (uuid: string, seqno: number): string =>
  `galera-node: joining 172.20.0.11 from ${uuid}:${String(seqno)}`;

describe('stoppedPosition', () => {
  const rows: [what: string, file: string | undefined, log: string[], position: StoppedPosition | undefined][] = [
    [
      'what grastate.dat says after a stop',
      grastate(stateUuid, 12),
      [step(99)],
      { uuid: stateUuid, seqno: 12, exact: true },
    ],
    [
      'the last step of a node that crashed',
      grastate(stateUuid, -1),
      [joining(stateUuid, 3), step(5), step(9)],
      { uuid: stateUuid, seqno: 9, exact: false },
    ],
    [
      'where it started where it took no step',
      grastate(stateUuid, -1),
      [step(99), joining(stateUuid, 3)],
      { uuid: stateUuid, seqno: 3, exact: false },
    ],
    [
      'no start in another history',
      grastate(stateUuid, -1),
      [joining(otherStateUuid, 30)],
      { uuid: stateUuid, seqno: -1, exact: false },
    ],
    ['nothing where the log is empty', grastate(stateUuid, -1), [], { uuid: stateUuid, seqno: -1, exact: false }],
    ['no state without the file', undefined, [step(5)], undefined],
    ['no state after a transfer that broke off', grastate(zeroUuid, -1), [step(5)], undefined],
    ['no state of a file that breaks off', 'uuid:    ', [step(5)], undefined],
  ];
  for (const [what, file, log, position] of rows) {
    it(`is ${what}`, () => {
      assert.deepEqual(stoppedPosition(file, log), position);
    });
  }
});

describe('istChance', () => {
  const donor = (name: string, changes: Partial<WsrepStatus>): NodeView =>
    nodeView(name, 'Synced', wsrepStatus(changes));
  const at = (seqno: number, exact = true, uuid = stateUuid): StoppedPosition => ({ uuid, seqno, exact });
  const g1 = donor('g1', { lastCommitted: 1000, cachedDownto: 101, writesets: 500, writesetBytes: 500_000 });
  const g2 = donor('g2', { lastCommitted: 1000, cachedDownto: 401, writesets: 500, writesetBytes: 500_000 });
  const cases: [what: string, position: StoppedPosition | undefined, nodes: NodeView[], chance: IstChance][] = [
    [
      'far within the cache',
      at(900),
      [g1],
      { kind: 'possible', donor: 'g1', behind: 100, exact: true, reach: 900, room: 900_000 },
    ],
    [
      'with nothing missed',
      at(1000),
      [g1],
      { kind: 'possible', donor: 'g1', behind: 0, exact: true, reach: 900, room: 1_000_000 },
    ],
    [
      'at the oldest writeset but one',
      at(100),
      [g1],
      { kind: 'possible', donor: 'g1', behind: 900, exact: true, reach: 900, room: 100_000 },
    ],
    ['one before that', at(99), [g1], { kind: 'tooFar', donor: 'g1', behind: 901, reach: 900 }],
    [
      'with the donor that reaches back furthest',
      at(200),
      [g2, g1],
      { kind: 'possible', donor: 'g1', behind: 800, exact: true, reach: 900, room: 200_000 },
    ],
    [
      'after a crash, for certain',
      at(900, false),
      [g1],
      { kind: 'possible', donor: 'g1', behind: 100, exact: false, reach: 900, room: 900_000 },
    ],
    ['after a crash long ago', at(50, false), [g1], { kind: 'unknown' }],
    ['that stands where nobody knows', at(-1, false), [g1], { kind: 'unknown' }],
    ['without state', undefined, [g1], { kind: 'noState' }],
    ['of another history', at(900, true, otherStateUuid), [g1], { kind: 'noState' }],
    ['without any donor', at(900), [nodeView('g1', 'Non-Primary', wsrepStatus())], { kind: 'unknown' }],
    [
      'with an empty cache',
      at(900),
      [donor('g1', { lastCommitted: 1000, cachedDownto: null })],
      { kind: 'tooFar', donor: 'g1', behind: 100, reach: 0 },
    ],
    [
      'with a donor that has written nothing since it started',
      at(900),
      [donor('g1', { lastCommitted: 1000, cachedDownto: 1, writesets: 0 })],
      { kind: 'possible', donor: 'g1', behind: 100, exact: true, reach: 1000, room: null },
    ],
    [
      'further on than the donor',
      at(1005),
      [g1],
      { kind: 'possible', donor: 'g1', behind: 0, exact: true, reach: 900, room: 1_000_000 },
    ],
  ];
  for (const [what, position, nodes, chance] of cases) {
    it(`of a node ${what} is ${chance.kind}`, () => {
      assert.deepEqual(istChance(position, nodes, 1_000_000), chance);
    });
  }
});
