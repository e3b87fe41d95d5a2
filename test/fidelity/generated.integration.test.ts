import assert from 'node:assert/strict';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { quietly, testAccess, testName } from '../support/testAccess';
import { attempt, type Counts, type Outcome } from './attempt';
import { kindsOf } from './columns';
import { nothingMade } from './makeSchemas';
import { schemaArbitrary } from './schemaArbitrary';
import { plainPlan, TwoNodes } from './twoNodes';
import { newest } from '../support/serverVersions';

const { image } = newest;
/** Its schemas have every type, and take one transfer. */
const seed = 1_230;
const count = 12;

describe('Schemas that nobody thought of', () => {
  const counts: Counts = { made: nothingMade(), content: { tables: 0, rows: 0, cells: 0 }, transfers: 0, again: [] };
  let nodes: TwoNodes | undefined;
  let outcome: Outcome | undefined;

  before(async () => {
    const access = await testAccess();
    nodes = await TwoNodes.start(access, testName('generated'), { from: image, to: image }, quietly);
    const schemas = fc.sample(schemaArbitrary(1108), { seed, numRuns: count });
    outcome = await attempt(nodes, schemas, { ...plainPlan, dumpBelow: 16_385 }, counts, () => false);
  });
  after(() => nodes?.remove());

  it('are made by the server, with columns of every type, but for a few', () => {
    assert.equal(counts.made.schemas, count);
    assert.deepEqual(
      kindsOf(1108).filter((kind) => !counts.made.kinds.has(kind)),
      [],
    );
    assert.ok(counts.made.refusedTables < counts.made.tables / 5, JSON.stringify([...counts.made.reasons]));
    assert.ok(counts.content.rows > 500 && counts.content.cells > 5_000, JSON.stringify(counts.content));
  });

  it('reach a joiner as they are: every definition, row and byte', () => {
    assert.equal(outcome?.failure, undefined);
    assert.deepEqual([...(outcome?.differences.values() ?? [])].flat().slice(0, 5), []);
  });
});
