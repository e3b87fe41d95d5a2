import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { nextBulkOperation, nextOperation } from './ddlOperations';
import { Random } from './random';
import { newObject, type Outcome, SchemaLedger, type SchemaObject } from './schemaLedger';

const by = { key: 'it', node: 'g1', sentAt: 1, answeredAt: 2 };

/** Lets a client do so many statements that all end as `ending` says. */
function play(
  seed: number,
  count: number,
  ending: (random: Random) => Outcome,
): { ledger: SchemaLedger; statements: string[] } {
  const random = new Random(seed);
  const ledger = new SchemaLedger();
  const statements: string[] = [];
  let number = 0;
  for (let step = 0; step < count; step++) {
    const own = ledger.objects.filter(({ retired }) => !retired);
    const operation = nextOperation(1, own, random, () => ++number);
    const outcome = operation.mustFail.length > 0 ? 'refused' : ending(random);
    statements.push(operation.sql);
    if (outcome !== 'refused' && !ledger.objects.includes(operation.object)) {
      ledger.objects.push(operation.object);
    }
    ledger.settle(operation, outcome, by);
  }
  return { ledger, statements };
}

const certain = (fact: { certainty: string }): boolean => fact.certainty !== 'maybe';

describe('the statements of a client that changes the schema', () => {
  it('are the same for the same seed and the same answers', () => {
    assert.deepEqual(play(3, 200, () => 'acknowledged').statements, play(3, 200, () => 'acknowledged').statements);
  });

  it('are of every kind before long', () => {
    const { ledger } = play(1, 400, () => 'acknowledged');
    const kinds = [...ledger.counts.keys()].join();
    for (const kind of [
      'create table',
      'copy',
      'inplace',
      'instant',
      'rename table',
      'truncate',
      'drop table',
      'sequence',
      'create trigger',
      'drop trigger',
      'drop index',
      'impossible',
    ]) {
      assert.match(kinds, new RegExp(kind));
    }
  });

  it('never touch a table again of which a statement may still come, and never use a name twice', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { ledger } = play(seed, 150, (random) =>
          random.pick(['acknowledged', 'acknowledged', 'acknowledged', 'unknown', 'refused']),
        );
        const doubtful = ledger.objects.filter(
          (object) =>
            object.names.length > 1 || !certain(object.existence) || ![...object.parts.values()].every(certain),
        );
        const live = (object: SchemaObject): boolean => !object.retired;
        const names = ledger.objects.flatMap((object) => object.names);
        return !doubtful.some(live) && new Set(names).size === names.length && ledger.objects.filter(live).length <= 6;
      }),
    );
  });

  it('leave the large table where it is, and use what is doubtful of it never again', () => {
    const random = new Random(5);
    const ledger = new SchemaLedger();
    const bulk = newObject('table', 0, 'bulk', by, true);
    let number = 0;
    for (let step = 0; step < 200; step++) {
      const operation = nextBulkOperation(bulk, random, () => ++number);
      assert.match(operation.sql, /chaos\.bulk/);
      for (const part of operation.effect.removes ?? []) {
        assert.equal(bulk.parts.get(part)?.certainty, 'there');
      }
      ledger.settle(operation, random.pick(['acknowledged', 'unknown', 'refused']), by);
    }
    assert.deepEqual([bulk.retired, bulk.names], [false, ['bulk']]);
  });
});
