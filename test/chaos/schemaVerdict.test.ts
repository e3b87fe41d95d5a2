import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Write } from './ledger';
import type { LifeEvent } from './nodeLives';
import {
  type DdlOperation,
  type Effect,
  newObject,
  type Outcome,
  SchemaLedger,
  type SchemaObject,
} from './schemaLedger';
import type { SchemaState } from './schemaState';
import { judgeSchema } from './schemaVerdict';

let clock = 0;
const span = (key: string): Write => ({ key, node: 'g1', sentAt: (clock += 1_000), answeredAt: clock + 10 });

/** A table that a client made, and what it did to it since. */
function history(...steps: readonly (readonly [Effect, Outcome])[]): { ledger: SchemaLedger; object: SchemaObject } {
  clock = 0;
  const ledger = new SchemaLedger();
  const object = newObject('table', 1, 'd1x1', span('nothing'));
  ledger.objects.push(object);
  for (const [effect, outcome] of [[{ existence: 'there' }, 'acknowledged'] as const, ...steps]) {
    const operation: DdlOperation = { kind: 'some', object, sql: 'ALTER …', effect, independent: false, mustFail: [] };
    ledger.settle(operation, outcome, span('ALTER …'));
  }
  return { ledger, object };
}

function row(object: SchemaObject, id: number, outcome: Outcome = 'acknowledged'): void {
  object.rows.push({ ...span(`row ${String(id)}`), id, outcome });
}

function state(
  node: string,
  tables: Readonly<Record<string, readonly number[]>>,
  more: Partial<SchemaState> = {},
): SchemaState {
  return {
    node,
    objects: new Map(Object.keys(tables).map((name) => [name, 'CREATE TABLE'])),
    triggers: new Map(),
    sums: new Map(Object.entries(tables).map(([name, ids]) => [name, ids.join()])),
    rows: new Map(
      Object.entries(tables).map(([name, ids]) => [name, new Map(ids.map((id) => [id, `r${String(id)}`]))]),
    ),
    next: new Map(),
    ...more,
  };
}

const judged = (ledger: SchemaLedger, ...states: readonly SchemaState[]): readonly string[] =>
  judgeSchema(ledger, [], states).failures;
const text = (...pieces: readonly string[]) => ({ objects: new Map([['d1x1', `CREATE TABLE ${pieces.join(' ')}`]]) });

describe('the verdict on the schema', () => {
  it('passes a table that every node has, with its rows', () => {
    const { ledger, object } = history();
    row(object, 7);
    assert.deepEqual(judged(ledger, state('g1', { d1x1: [7] }), state('g2', { d1x1: [7] })), []);
  });

  it('fails a run without a single acknowledged change', () => {
    assert.match(judged(new SchemaLedger(), state('g1', {})).join(), /proves nothing/);
  });

  it('sees an acknowledged column that one node lacks', () => {
    const { ledger } = history([{ adds: ['`c1` varchar(20)'] }, 'acknowledged']);
    const failures = judged(
      ledger,
      state('g1', { d1x1: [] }, text('`c1` varchar(20)')),
      state('g2', { d1x1: [] }, text()),
    );
    assert.match(
      failures[0] ?? '',
      /^g2 contradicts 1 answers about the schema: `c1` varchar\(20\) of d1x1 is missing/,
    );
    assert.match(failures[1] ?? '', /^The nodes differ: d1x1/);
  });

  it('sees a row missing through a renamed table', () => {
    const { ledger, object } = history();
    row(object, 1);
    ledger.settle(
      { kind: 'rename', object, sql: 'RENAME', effect: { name: 'd1_r2' }, independent: false, mustFail: [] },
      'acknowledged',
      span('RENAME'),
    );
    row(object, 2);
    const failures = judged(ledger, state('g1', { d1_r2: [1, 2] }), state('g2', { d1_r2: [2] }));
    assert.match(failures[0] ?? '', /^g2 contradicts 1 .*row 1 of d1_r2 is missing/);
  });

  it('sees a table that nobody made, and one under the name that it had before', () => {
    const { ledger } = history([{ name: 'd1_r2' }, 'acknowledged']);
    assert.match(
      judged(ledger, state('g1', { d1_r2: [], other: [] }))[0] ?? '',
      /^g1 holds what nobody was told is made: other$/,
    );
    assert.match(judged(ledger, state('g1', { d1_r2: [], d1x1: [] }))[0] ?? '', /nobody was told is made: d1x1$/);
    assert.match(judged(ledger, state('g1', { d1x1: [] }))[0] ?? '', /table d1_r2 is missing/);
  });

  const endings: [
    string,
    readonly (readonly [Effect, Outcome])[],
    Readonly<Record<string, readonly number[]>>,
    RegExp | undefined,
  ][] = [
    ['a dropped table that is there', [[{ existence: 'gone' }, 'acknowledged']], { d1x1: [] }, /d1x1 is there/],
    ['a dropped table that is gone', [[{ existence: 'gone' }, 'acknowledged']], {}, undefined],
    ['an unknown drop done', [[{ existence: 'gone' }, 'unknown']], {}, undefined],
    ['an unknown drop not done', [[{ existence: 'gone' }, 'unknown']], { d1x1: [] }, undefined],
    ['a refused drop that was done', [[{ existence: 'gone' }, 'refused']], {}, /d1x1 is missing/],
    ['an unknown rename done', [[{ name: 'd1_r2' }, 'unknown']], { d1_r2: [] }, undefined],
    ['an unknown rename not done', [[{ name: 'd1_r2' }, 'unknown']], { d1x1: [] }, undefined],
    ['an unknown rename that left both', [[{ name: 'd1_r2' }, 'unknown']], { d1x1: [], d1_r2: [] }, /there twice/],
    ['an unknown rename that left none', [[{ name: 'd1_r2' }, 'unknown']], {}, /d1x1 or d1_r2 is missing/],
  ];
  for (const [what, steps, tables, expected] of endings) {
    it(`${expected === undefined ? 'passes' : 'fails'} ${what}`, () => {
      const failures = judged(history(...steps).ledger, state('g1', tables));
      assert.deepEqual(
        [failures.length, expected?.test(failures[0] ?? '')],
        expected === undefined ? [0, undefined] : [1, true],
      );
    });
  }

  it('knows which rows a truncation takes, and which only may be gone', () => {
    const truncated = (outcome: Outcome, ids: readonly number[]): number => {
      const { ledger, object } = history();
      row(object, 1);
      ledger.settle(
        { kind: 'truncate', object, sql: 'TRUNCATE', effect: { empties: true }, independent: false, mustFail: [] },
        outcome,
        span('TRUNCATE'),
      );
      row(object, 2);
      return judged(ledger, state('g1', { d1x1: ids })).length;
    };
    assert.deepEqual(
      [truncated('acknowledged', [2]), truncated('acknowledged', [1, 2]), truncated('acknowledged', [])],
      [0, 1, 1],
    );
    assert.deepEqual([truncated('unknown', [2]), truncated('unknown', [1, 2]), truncated('refused', [2])], [0, 0, 1]);
  });

  it('sees a row that was refused, and one that is altered', () => {
    const { ledger, object } = history();
    row(object, 1, 'refused');
    assert.match(judged(ledger, state('g1', { d1x1: [1] })).join(), /row 1 of d1x1 is there/);
    row(object, 2);
    const altered = { rows: new Map([['d1x1', new Map([[2, 'other']])]]) };
    assert.match(judged(ledger, state('g1', { d1x1: [2] }, altered)).join(), /row 2 of d1x1 is altered: "other"/);
  });

  it('sees a trigger that is missing, and one that nobody made', () => {
    const { ledger } = history([{ addsTriggers: ['t1'] }, 'acknowledged']);
    assert.match(judged(ledger, state('g1', { d1x1: [] })).join(), /trigger t1 on d1x1 is missing/);
    assert.match(
      judged(
        ledger,
        state(
          'g1',
          { d1x1: [] },
          {
            triggers: new Map([
              ['t1', ''],
              ['t2', ''],
            ]),
          },
        ),
      ).join(),
      /made: trigger t2/,
    );
  });

  it('sees a value that a sequence gave twice, or would give again', () => {
    const { ledger, object } = history();
    const next = (value: number) => state('g1', { d1x1: [] }, { next: new Map([['d1x1', value]]) });
    object.values.push({ value: 4, by: span('a value') }, { value: 5, by: span('a value') });
    assert.deepEqual(judged(ledger, next(6)), []);
    assert.match(judged(ledger, next(5)).join(), /d1x1 would give 5 again/);
    object.values.push({ value: 4, by: span('a value') });
    assert.match(judged(ledger, next(6)).join(), /d1x1 gave 4 twice/);
  });

  it('fails an answer that contradicts what was acknowledged', () => {
    const { ledger, object } = history();
    ledger.surprises.push({ object, by: span('ALTER …'), answer: "1146: Table doesn't exist" });
    assert.match(
      judged(ledger, state('g1', { d1x1: [] })).join(),
      /contradicts what was acknowledged before: ALTER … by g1/,
    );
  });

  it('tells what Galera is known to lose apart by the kills, and only where every node lacks it', () => {
    const { ledger } = history();
    const lives: LifeEvent[] = [
      { at: 0, node: 'g1', what: 'start', exitCode: 0 },
      { at: clock + 300, node: 'g1', what: 'die', exitCode: 137 },
    ];
    const everywhere = judgeSchema(ledger, lives, [state('g1', {}), state('g2', {})]);
    assert.deepEqual([everywhere.failures.length, everywhere.knownLosses.length], [0, 2]);
    const onOne = judgeSchema(ledger, lives, [state('g1', { d1x1: [] }), state('g2', {})]);
    assert.deepEqual([onOne.failures.length, onOne.knownLosses.length], [3, 0]);
  });
});
