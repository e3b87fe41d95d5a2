import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { NodeState } from '../../../../src/cluster/vocabulary/model';
import { startFailure } from '../../../../src/cluster/view/transfer/startFailure';

const chosen =
  "2026-11-23  0:49:41 0 [Note] WSREP: Member 1.0 (g3) requested state transfer from '*any*'. Selected 0.0 (g1)(SYNCED) as donor.";
const began = 'galera-sst: started: method=mysqldump joiner=10.0.0.13 position=6a7e2f44-e6d8-11f1-9724-478d85f42637:12';
const again = 'galera-node: the server ended with status 134 before it was Synced; trying again';
const donor = (state: NodeState | undefined, ...lines: string[]): { log: string[]; state: NodeState | undefined } => ({
  log: [chosen, began, ...lines],
  state,
});

const cases: [what: string, log: string[], from: ReturnType<typeof donor> | undefined, says: string | undefined][] = [
  ['nothing that failed', ['galera-node: joining 10.0.0.11 from …'], undefined, undefined],
  [
    'its own error',
    ['galera-node: error: this image has no Galera provider'],
    undefined,
    'this image has no Galera provider',
  ],
  [
    "a client's error on the donor",
    [chosen, again],
    donor(
      'Synced',
      "ERROR 1045 (28000): Access denied for user 'galera_sst'",
      'galera-sst: failed: line 63 ended with status 1: mariadb',
    ),
    "ERROR 1045: Access denied for user 'galera_sst'",
  ],
  [
    'only a verdict',
    [chosen, again],
    donor('Synced', "galera-sst: failed: the joiner doesn't answer"),
    "the joiner doesn't answer",
  ],
  [
    'an error of an earlier transfer',
    [chosen, again],
    { state: 'Synced', log: ['galera-sst: failed: long ago', chosen, began] },
    undefined,
  ],
  [
    'a full disk here',
    [chosen, "[ERROR] InnoDB: Error number 28 means 'No space left on device'", again],
    donor('Synced', 'galera-sst: failed: x'),
    'its disk is full',
  ],
  [
    'a full disk as the client saw it',
    [chosen],
    donor('Synced', "ERROR 1114 (HY000) at line 9: The table 't' is full", 'galera-sst: failed: x'),
    'its disk is full',
  ],
  [
    'a full disk here, and of nothing else any more',
    ['[Note] InnoDB: IO Error: 28 during write of 16384 bytes'],
    undefined,
    'its disk is full',
  ],
  [
    'a node in service that met a full disk',
    ['InnoDB: IO Error: 28 during write', 'WSREP: Synchronized with group, ready for connections'],
    undefined,
    undefined,
  ],
  ['a donor that is gone', [chosen, again], donor('Killed'), 'its donor g1 ended meanwhile'],
  ['a donor that was removed', [chosen, again], donor(undefined), 'its donor g1 ended meanwhile'],
  [
    'a transfer that succeeded',
    [chosen, 'WSREP: Synchronized with group, ready for connections'],
    donor('Killed'),
    undefined,
  ],
  ['a transfer that goes on', [chosen], donor('Donor'), undefined],
  [
    'accounts that are gone',
    [chosen, 'galera-node: the accounts are gone from this node; giving up its state, to be filled again'],
    donor('Synced'),
    'its accounts were gone, so it gave up its state, to be filled again',
  ],
  [
    'accounts that were gone before it was filled',
    ['galera-node: the accounts are gone from this node', chosen],
    donor('Donor'),
    undefined,
  ],
];

describe('why a node is not in service', () => {
  for (const [what, log, from, says] of cases) {
    it(`is read from logs that tell of ${what}`, () => {
      assert.equal(startFailure('g3', log, from), says);
    });
  }
});
