import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { EndState } from './endState';
import { Ledger } from './ledger';
import type { LifeEvent } from './nodeLives';
import { PrimaryWatch } from './primaryWatch';
import { type Evidence, judge } from './verdict';

const write = { key: 'a:0:1', node: 'g1', sentAt: 1_000, answeredAt: 1_010 };
const held = (node: string, more: Partial<EndState> = {}): EndState => ({
  node,
  keys: new Set([write.key]),
  total: 2_000,
  unbalanced: [],
  contents: 'same',
  ...more,
});

function evidence(more: Partial<Evidence> = {}): Evidence {
  const ledger = new Ledger();
  ledger.acknowledged.set(write.key, write);
  return {
    ledger,
    watch: new PrimaryWatch(),
    lives: [],
    states: [held('g1'), held('g2')],
    expectedTotal: 2_000,
    ...more,
  };
}

describe('the verdict on a run', () => {
  it('passes what is whole', () => {
    assert.deepEqual(judge(evidence()), { failures: [], knownLosses: [] });
  });

  it('fails a run without a single acknowledged write', () => {
    assert.match(judge(evidence({ ledger: new Ledger() })).failures.join(), /proves nothing/);
  });

  it('fails an acknowledged write that one node lacks', () => {
    const { failures } = judge(evidence({ states: [held('g1'), held('g2', { keys: new Set() })] }));
    assert.equal(failures.length, 1);
    assert.match(failures.join(), /^g2 lacks 1 acknowledged writes: a:0:1 by g1/);
  });

  it('tells what Galera is known to lose apart by the kills, and only where every node lacks it', () => {
    const lives: LifeEvent[] = [
      { at: 0, node: 'g1', what: 'start', exitCode: 0 },
      { at: 1_200, node: 'g1', what: 'die', exitCode: 137 },
    ];
    const none = { keys: new Set<string>() };
    const everywhere = judge(evidence({ lives, states: [held('g1', none), held('g2', none)] }));
    assert.deepEqual([everywhere.failures.length, everywhere.knownLosses.length], [0, 2]);
    const onOne = judge(evidence({ lives, states: [held('g1'), held('g2', none)] }));
    assert.deepEqual([onOne.failures.length, onOne.knownLosses.length], [1, 0]);
  });

  it('fails a total, balances or contents that are not right', () => {
    const { failures } = judge(
      evidence({
        states: [held('g1', { total: 1_990 }), held('g2', { unbalanced: ['account 3'], contents: 'other' })],
      }),
    );
    assert.deepEqual(
      failures.map((failure) => /hold 1990|don't agree|differ/.exec(failure)?.[0]),
      ['hold 1990', "don't agree", 'differ'],
    );
  });

  it('fails a write that is there although it was answered with a rollback', () => {
    const given = evidence();
    given.ledger.refused.set('t:1', { ...write, key: 't:1' });
    const keys = new Set([write.key, 't:1']);
    assert.equal(judge({ ...given, states: [held('g1', { keys })] }).failures.length, 1);
  });

  it('fails two state UUIDs, a view that stays stale, and a write acknowledged in a stale view', () => {
    const twoHistories = new PrimaryWatch();
    twoHistories.stateUuids.add('one').add('two');
    assert.match(judge(evidence({ watch: twoHistories })).failures.join(), /2 state UUIDs/);
    const longStale = new PrimaryWatch();
    longStale.stale.push({ node: 'g2', from: 0, until: 50_000 });
    assert.match(judge(evidence({ watch: longStale })).failures.join(), /g2 served for 50 s/);
    const writing = new PrimaryWatch();
    writing.stale.push({ node: 'g1', from: 900, until: 2_000 });
    assert.match(judge(evidence({ watch: writing })).failures.join(), /acknowledged 1 writes/);
    const short = new PrimaryWatch();
    short.stale.push({ node: 'g2', from: 0, until: 40_000 });
    assert.deepEqual(judge(evidence({ watch: short })).failures, []);
  });
});
