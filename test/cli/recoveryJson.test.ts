import assert from 'node:assert/strict';
import { recoveryJson } from '../../src/cli/recoveryJson';
import { decideBootstrap, type MemberKnowledge } from '../../src/cluster/guard/decide';
import { held, membersDown } from '../cluster/view/members';

function told(members: readonly MemberKnowledge[], givenUp: readonly string[] = []): unknown {
  const decision = decideBootstrap(members);
  const reason = decision.kind === 'refuse' ? 'The reason.' : undefined;
  return JSON.parse(recoveryJson('shop', { members, decision, table: [], reason, givenUp }));
}

const node = (name: string, seqno: number, more: object = {}): object => ({
  name,
  liveness: 'down',
  uuid: 'a',
  seqno,
  origin: 'recovered',
  leftLast: false,
  servedWith: ['g1', 'g2', 'g3'],
  givenUp: false,
  givesUp: null,
  ...more,
});

describe('recoveryJson', () => {
  it('says that nothing has to be chosen', () => {
    const nodes = [node('g1', 7), node('g2', 7), node('g3', 7, { givenUp: true })];
    assert.deepEqual(told(membersDown(held('a', 7), held('a', 7), held('a', 7)), ['g3']), {
      cluster: 'shop',
      way: 'start',
      decision: 'bootstrap',
      reason: null,
      missing: [],
      nodes,
    });
  });

  it('says what each choice gives up, and who is missing', () => {
    assert.deepEqual(told(membersDown(held('a', 5), held('a', 9))), {
      cluster: 'shop',
      way: 'choose',
      decision: 'refuse',
      reason: 'The reason.',
      missing: ['g3'],
      nodes: [node('g1', 5, { givesUp: ['g2'] }), node('g2', 9, { givesUp: [] })],
    });
  });

  it('has nulls for what nobody can read', () => {
    const { nodes } = told(membersDown(held('a', 5), null)) as { nodes: unknown[] };
    assert.deepEqual(nodes[1], {
      ...node('g2', 0),
      ...{ uuid: null, seqno: null, origin: null, leftLast: null },
    });
  });
});
