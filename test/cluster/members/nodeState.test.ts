import assert from 'node:assert/strict';
import type { NodeState, WsrepStatus } from '../../../src/cluster/vocabulary/model';
import { type ContainerFacts, nodeState } from '../../../src/cluster/members/nodeState';
import type { SqlAnswer } from '../../../src/cluster/sql/readWsrepStatus';
import { wsrepStatus } from '../views';

const running: ContainerFacts = { status: 'running', exitCode: 0, outOfMemory: false, onReplicationNetwork: true };
const answers = (changes: Partial<WsrepStatus>): SqlAnswer => ({ kind: 'status', status: wsrepStatus(changes) });
const noAnswers: readonly (SqlAnswer | null)[] = [
  null,
  ...(['closed', 'silent', 'barred', 'denied'] as const).map((kind) => ({ kind, reason: 'why' })),
];

describe('nodeState', () => {
  const withoutServer: [container: Partial<ContainerFacts>, NodeState][] = [
    [{ status: 'absent' }, 'Idle'],
    [{ status: 'created' }, 'Idle'],
    [{ status: 'removing' }, 'Idle'],
    [{ status: 'exited', exitCode: 0 }, 'Idle'],
    [{ status: 'dead', exitCode: 0 }, 'Idle'],
    [{ status: 'exited', exitCode: 137 }, 'Killed'],
    [{ status: 'exited', exitCode: 137, outOfMemory: true }, 'Crashed'],
    [{ status: 'exited', exitCode: 1 }, 'Crashed'],
    [{ status: 'exited', exitCode: 134 }, 'Crashed'],
    [{ status: 'dead', exitCode: 1 }, 'Crashed'],
    [{ status: 'paused' }, 'Frozen'],
    [{ status: 'paused', onReplicationNetwork: false }, 'Frozen'],
    [{ status: 'restarting' }, 'Starting'],
  ];
  for (const [container, state] of withoutServer) {
    it(`is ${state} for ${JSON.stringify(container)}, whatever was heard before`, () => {
      for (const served of [false, true]) {
        for (const sql of [null, answers({})]) {
          assert.equal(nodeState({ container: { ...running, ...container }, sql, served }), state);
        }
      }
    });
  }

  it('is Isolated off the replication network, also where the node still believes to be Primary', () => {
    const container = { ...running, onReplicationNetwork: false };
    for (const sql of [...noAnswers, answers({}), answers({ clusterStatus: 'non-Primary' })]) {
      assert.equal(nodeState({ container, sql, served: true }), 'Isolated');
    }
  });

  for (const sql of noAnswers) {
    it(`tells a node that starts from one that stopped answering (${sql?.kind ?? 'not asked'})`, () => {
      assert.equal(nodeState({ container: running, sql, served: false }), 'Starting');
      assert.equal(nodeState({ container: running, sql, served: true }), 'Unreachable');
    });
  }

  const inPrimary: [localState: number, NodeState][] = [
    [0, 'Starting'],
    [1, 'Joiner'],
    [2, 'Donor'],
    [3, 'Joined'],
    [4, 'Synced'],
    [5, 'Starting'],
  ];
  for (const [localState, state] of inPrimary) {
    it(`is ${state} at wsrep_local_state ${localState} in a Primary component`, () => {
      for (const served of [false, true]) {
        assert.equal(nodeState({ container: running, sql: answers({ localState }), served }), state);
      }
    });
  }

  it('tells a donor from a node that a client has desynced by what its server told last', () => {
    const sql = answers({ localState: 2 });
    for (const [told, state] of [
      ['donor', 'Donor'],
      ['synced', 'Desynced'],
      ['joined', 'Desynced'],
      [undefined, 'Donor'],
    ] as const) {
      assert.equal(nodeState({ container: running, sql, served: true, told }), state);
    }
    assert.equal(
      nodeState({ container: running, sql: answers({ localState: 4 }), served: true, told: 'joined' }),
      'Synced',
    );
  });

  for (const clusterStatus of ['non-Primary', 'Disconnected', '']) {
    it(`is Non-Primary with cluster status "${clusterStatus}" only once it has served`, () => {
      const sql = answers({ clusterStatus });
      assert.equal(nodeState({ container: running, sql, served: true }), 'Non-Primary');
      assert.equal(nodeState({ container: running, sql, served: false }), 'Starting');
    });
  }
});
