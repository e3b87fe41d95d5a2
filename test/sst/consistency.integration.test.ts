import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { countsSentence } from '../consistency/report';
import { type ConsistencyResult, runConsistency } from '../consistency/runConsistency';
import { newest } from '../support/serverVersions';
import { quietly, testAccess, testName, untilDone } from '../support/testAccess';

/** Its changes of the schema are a table's that is being sent, and a swap of two names while rows are read. */
const seed = 105;
const transfers = 4;

describe('Full state transfers while clients write through every node, the donor too', () => {
  let result: ConsistencyResult;

  before(async () => {
    const request = { name: testName('consistency'), image: newest.image, seed, transfers };
    result = await runConsistency(await testAccess(), request, quietly, () => undefined, untilDone);
  });

  it('leave all nodes with the same definitions and rows, all the money, and each acknowledged write once', () => {
    assert.deepEqual(result.failures, []);
    assert.equal(result.reports.length, transfers);
  });

  it('have the schema changed in the middle of half of them, and meet writes while they run', () => {
    assert.equal(result.reports.filter(({ change }) => change !== undefined).length, transfers / 2);
    assert.ok(
      result.reports.every(({ moved }) => moved > 0),
      countsSentence(result),
    );
  });
});
