import assert from 'node:assert/strict';
import { decideBootstrap, type MemberKnowledge } from '../../src/cluster/guard/decide';
import type { Position } from '../../src/cluster/guard/position';
import { nodesToGo, scaleProblem } from '../../src/extension/presentation/scaleInput';
import { type RecoveryChoice, recoveryChoices } from '../../src/extension/presentation/recoveryChoices';
import { english, healthy } from './views';

const position = (uuid: string, seqno: number, origin: Position['origin'] = 'recovered'): Position => ({
  origin,
  uuid,
  seqno,
  safeToBootstrap: false,
});
const nothing = position('00000000-0000-0000-0000-000000000000', -1, 'none');

function choices(...positions: (Position | null)[]): Record<string, RecoveryChoice> {
  const members = positions.map<MemberKnowledge>((held, index) => ({
    node: `g${index + 1}`,
    liveness: 'down',
    stateUuid: null,
    position: held,
    lastView: held?.origin === 'none' ? [] : ['g1', 'g2', 'g3'],
    componentSize: 0,
    component: null,
  }));
  const found = recoveryChoices({ members, decision: decideBootstrap(members), table: [], reason: undefined }, english);
  return Object.fromEntries(found.map((choice) => [choice.node, choice]));
}

describe('recoveryChoices', () => {
  it('shows what each node holds, and that another history is given up', () => {
    const { g1, g2, g3 } = choices(position('a', 7), position('b', 3, 'grastate'), position('a', 7));
    assert.equal(g1?.holds, 'a:7');
    assert.equal(g1.detail, 'recovered after a crash · served last with g1, g2, g3');
    assert.deepEqual(g1.losses, ['The state of g2 is given up (b:3).']);
    assert.deepEqual(g2?.losses, ['The state of g1 is given up (a:7).', 'The state of g3 is given up (a:7).']);
    assert.deepEqual(g3?.losses, g1.losses);
  });

  it('says that a stale node loses what the fresher ones hold, and a fresh one nothing', () => {
    const { g1, g2 } = choices(position('a', 5), position('a', 9));
    assert.deepEqual(g1?.losses, ['The state of g2 is given up (a:9).', 'Transactions that only g3 held are lost.']);
    assert.deepEqual(g2?.losses, ['Transactions that only g3 held are lost.']);
  });

  it('can choose a node that was killed in the middle of DDL, and says that it was', () => {
    const { g1 } = choices(position('a', 9, 'unsettled'), position('a', 5, 'grastate'));
    assert.equal(g1?.choosable, true);
    assert.match(g1.detail, /^recovered after a crash in the middle of a change to its tables · /);
  });

  it("can't choose a node without a complete state, and names what nobody can read as lost", () => {
    const found = choices(nothing, position('a', -1, 'interrupted'), null, position('a', 4), position('a', 8, 'contradictory'));
    const choosable = Object.values(found).filter((choice) => choice.choosable);
    assert.deepEqual(choosable.map(({ node }) => node), ['g4']);
    assert.equal(Object.keys(found)[0], 'g4');
    assert.deepEqual(choosable[0]?.losses, [
      'The state of g3 is given up (position unreadable).',
      'The state of g5 is given up (a:8).',
    ]);
  });
});

describe('scaleProblem', () => {
  const problem = (text: string): string | undefined => scaleProblem(text, healthy, english);

  it('lets through another number of nodes, 1 to 9', () => {
    assert.deepEqual(['1', '2', '9'].map(problem), [undefined, undefined, undefined]);
  });

  it('says what is wrong with all else', () => {
    for (const text of ['', '0', '10', '-1', '2.5', 'two', ' 2']) {
      assert.equal(problem(text), 'Type a number from 1 to 9.', text);
    }
    assert.equal(problem('3'), 'demo has that many nodes already.');
  });
});

describe('nodesToGo', () => {
  it('are the highest names', () => {
    assert.deepEqual(nodesToGo(healthy, 1).map(({ name }) => name), ['g2', 'g3']);
  });
});
