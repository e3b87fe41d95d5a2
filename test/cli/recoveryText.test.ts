import assert from 'node:assert/strict';
import { recoveryText } from '../../src/cli/recoveryText';
import { decideBootstrap, type MemberKnowledge } from '../../src/cluster/guard/decide';
import { held, membersDown } from '../cluster/view/members';

/** What stands below the table. */
function told(members: readonly MemberKnowledge[], givenUp: readonly string[] = []): string[] {
  const table = ['g1 …', 'g2 …'];
  const found = { members, decision: decideBootstrap(members), table, reason: 'The reason.', givenUp };
  const [first, second, between, ...below] = recoveryText('shop', found).split('\n');
  assert.deepEqual([first, second, between], ['g1 …', 'g2 …', '']);
  return below;
}

describe('recoveryText', () => {
  it('says that nothing has to be chosen', () => {
    assert.deepEqual(told(membersDown(held('a', 7), held('a', 7), held('a', 7))), [
      'Nothing has to be chosen: galera start shop brings it back with all of its data.',
    ]);
  });

  it('names what was given up before, and how it comes to count again: a start would wipe it', () => {
    assert.deepEqual(told(membersDown(held('a', 7), held('a', 7), held('a', -1, 'interrupted')), ['g3']), [
      'galera start shop brings it back with the data that count, and fills g3 with them.',
      "What g3 held was given up for another's data; galera recover shop --bootstrap g3 --accept-loss takes it up again.",
    ]);
  });

  it('says what to choose from, and what is lost by it', () => {
    assert.deepEqual(told(membersDown(held('a', 5), held('a', 9))), [
      'The reason.',
      'To choose knowingly: galera recover shop --bootstrap NODE --accept-loss',
      '  --bootstrap g1 gives up the state of g2 (a:9)',
      '  --bootstrap g2 gives up nothing that the others show',
      'Transactions that only g3 held are lost with any of them.',
    ]);
  });

  it('names a state that nobody can read as given up', () => {
    assert.deepEqual(told(membersDown(held('a', 5), null)), [
      'The reason.',
      'To choose knowingly: galera recover shop --bootstrap NODE --accept-loss',
      '  --bootstrap g1 gives up the state of g2 (position unreadable)',
    ]);
  });

  it('has nodes that run stopped first', () => {
    const [g1, g2] = membersDown(held('a', 5), held('b', 9));
    assert(g1 && g2);
    assert.deepEqual(told([g1, { ...g2, liveness: 'unknown' }]), [
      'The reason.',
      'While nodes run, none can be chosen: galera stop shop, then galera recover shop.',
    ]);
  });

  it('says where nobody can be chosen', () => {
    assert.deepEqual(told(membersDown(held('a', -1, 'interrupted'), held('a', -1, 'interrupted'))), [
      'The reason.',
      'Remove the cluster and start a new one, or put a volume with data back.',
    ]);
  });
});
