import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { coverageFailures } from './coverage';
import { faultGroups } from './faultTools';
import { faults } from './faults';
import { sizesFrom } from './scaleFaults';
import { SchemaLedger } from './schemaLedger';

const minutes = 60_000;

describe('what a longer run has to have seen', () => {
  it('asks nothing of a short one', () => {
    assert.deepEqual(coverageFailures(5 * minutes, new Map(), new SchemaLedger()), []);
  });

  it('names the kinds of faults and of changes that never came', () => {
    const schema = new SchemaLedger();
    schema.count('rename table', 'unknown');
    const [noFaults, noChanges] = coverageFailures(15 * minutes, new Map([['slow', 2]]), schema);
    assert.match(noFaults ?? '', /byHand, operation, inDdl, calledOff, managerKilled, scale, desync, connections$/);
    assert.match(noChanges ?? '', /rename table, truncate table/);
  });

  it('is content with one of each', () => {
    const schema = new SchemaLedger();
    for (const kind of [
      'create table',
      'add column copy',
      'add column inplace',
      'add column instant',
      'rename table',
      'truncate table',
      'drop table',
      'create sequence nocache',
      'create trigger',
      'drop index',
    ]) {
      schema.count(kind, 'acknowledged');
    }
    assert.deepEqual(coverageFailures(15 * minutes, new Map(faultGroups.map((group) => [group, 1])), schema), []);
  });

  it('has faults of every kind, each under a name of its own', () => {
    assert.deepEqual([...new Set(faults.map(({ group }) => group))].sort(), [...faultGroups].sort());
    assert.equal(new Set(faults.map(({ name }) => name)).size, faults.length);
  });
});

describe('the sizes that a cluster is scaled to', () => {
  it('are from the one it began with to two more, and nine at most', () => {
    assert.deepEqual(
      [sizesFrom(3, 3, 'up'), sizesFrom(3, 5, 'down'), sizesFrom(3, 4, 'up'), sizesFrom(3, 3, 'down')],
      [[4, 5], [3, 4], [5], []],
    );
    assert.deepEqual(sizesFrom(8, 8, 'up'), [9]);
  });
});
