import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { kindsOf } from './columns';
import { UsageError } from '../support/toolArguments';
import { fidelityUsage, parseFidelityArguments } from './fidelityArguments';
import { fitName, nameArbitrary, Names } from './names';
import { renderSchema } from './renderSchema';
import { schemaArbitrary } from './schemaArbitrary';
import type { Schema } from './schema';
import { fewest, shrinkSchema } from './shrink';

const schemas = fc.sample(schemaArbitrary(1108), { seed: 7, numRuns: 400 });
const statements = schemas.flatMap((schema, index) => renderSchema(schema, index).statements.map(({ sql }) => sql));
const has = (pattern: RegExp): boolean => statements.some((sql) => pattern.test(sql));

describe('the generator of schemas', () => {
  it('makes columns of every type that the server has', () => {
    const made = new Set(
      schemas.flatMap(({ tables }) => tables.flatMap(({ columns }) => columns.map(({ kind }) => kind))),
    );
    assert.deepEqual(
      kindsOf(1108).filter((kind) => !made.has(kind)),
      [],
    );
    assert.ok(kindsOf(1108).includes('VECTOR'));
    assert.ok(!kindsOf(1011).includes('VECTOR'));
  });

  for (const [what, pattern] of Object.entries({
    'every engine': /ENGINE = Aria/,
    CSV: /ENGINE = CSV/,
    MEMORY: /ENGINE = MEMORY/,
    MyISAM: /ENGINE = MyISAM/,
    BLACKHOLE: /ENGINE = BLACKHOLE/,
    'merged tables': /ENGINE = MRG_MyISAM/,
    'hidden versions': /\) ENGINE.* WITH SYSTEM VERSIONING/,
    'versions by transaction': /BIGINT UNSIGNED GENERATED ALWAYS AS ROW START/,
    'visible versions': /TIMESTAMP\(6\) GENERATED ALWAYS AS ROW END/,
    subpartitions: /SUBPARTITION BY/,
    'partitions by list': /PARTITION BY LIST/,
    'history in partitions': /PARTITION BY SYSTEM_TIME/,
    periods: /PERIOD FOR `app`/,
    'WITHOUT OVERLAPS': /WITHOUT OVERLAPS/,
    'stored columns': / STORED/,
    'virtual columns': / VIRTUAL/,
    'hidden columns': / INVISIBLE/,
    'compressed columns': / COMPRESSED/,
    checks: /CHECK \(/,
    'fulltext keys': /FULLTEXT `/,
    'spatial keys': /SPATIAL `/,
    'vector keys': /VECTOR `/,
    'descending keys': / DESC[,)]/,
    'ignored keys': / IGNORED/,
    'prefix keys': /KEY `[^(]*\([^)]*\(\d+\)/,
    'page compression': /PAGE_COMPRESSED/,
    'compressed rows': /KEY_BLOCK_SIZE = 8/,
    'links both ways': /ADD CONSTRAINT `ba``ck` FOREIGN KEY/,
    sequences: /CREATE SEQUENCE/,
    'sequences as defaults': /DEFAULT NEXTVAL/,
    triggers: /TRIGGER /,
    functions: /FUNCTION /,
    procedures: /PROCEDURE /,
    events: /EVENT /,
    packages: /PACKAGE BODY/,
    views: / VIEW /,
    roles: /CREATE ROLE/,
    'large tables': /`ranged`/,
    'names with a newline': /`[^`]*\n[^`]*`/,
    'names with a unit separator': /\u001f/,
    'names with a tab': /\t/,
    'names of 64 characters': /`x{64}`/,
    '-0': /-0e0/,
    denormals: /1\.4e-45|5e-324/,
    'INET6 of 16 characters': /::ffff:127\.0\.0\.1/,
    'days that are none': /2023-02-31/,
  })) {
    it(`makes ${what}`, () => assert.ok(has(pattern)));
  }

  it('makes twins: names that differ only in case or accent', () => {
    const twins = schemas.filter(({ tables }) => {
      const names = new Set(tables.map(({ name }) => name));
      return [...names].some((name) =>
        [...names].some((other) => other !== name && other.localeCompare(name, 'en', { sensitivity: 'base' }) === 0),
      );
    });
    assert.ok(twins.length > 0);
  });

  it('makes the same of the same seed, and shows its databases by number', () => {
    const again = fc.sample(schemaArbitrary(1108), { seed: 7, numRuns: 3 });
    assert.deepEqual(again, schemas.slice(0, 3));
    for (const schema of again) {
      assert.ok(renderSchema(schema, 5).databases.every((name) => name.startsWith('f5_') && [...name].length <= 64));
    }
  });

  it('gives names that servers take, and none twice where they are compared', () => {
    fc.assert(
      fc.property(fc.array(nameArbitrary, { maxLength: 40 }), (wanted) => {
        const names = new Names(false);
        const taken = wanted.map((name) => names.take(name));
        assert.ok(taken.every((name) => fitName(name) === name && [...name].length <= 64 && !/[ \t\n\r]$/.test(name)));
        assert.equal(new Set(taken.map((name) => name.toLowerCase())).size, taken.length);
        const twins = new Names(true);
        assert.equal(new Set(wanted.map((name) => twins.take(name))).size, wanted.length);
      }),
    );
  });
});

describe('making a failing schema smaller', () => {
  const hasFloat = ({ tables }: Schema): boolean =>
    tables.some(({ columns }) => columns.some(({ kind }) => kind === 'FLOAT'));

  it('takes everything out but the one column that fails', async () => {
    const failing = schemas.find((schema) => hasFloat(schema) && schema.tables.length > 2);
    assert.ok(failing !== undefined);
    let transfers = 0;
    const smallest = await shrinkSchema(failing, { width: 30, tries: 12 }, (all) => {
      transfers += 1;
      return Promise.resolve(all.map(hasFloat));
    });
    assert.deepEqual(
      smallest.tables.map(({ columns, keys, rows }) => [columns.map(({ kind }) => kind), keys, rows]),
      [[['FLOAT'], [], 0]],
    );
    assert.deepEqual([smallest.views, smallest.programs, smallest.links, smallest.sequences], [[], [], [], []]);
    assert.ok(transfers <= 12);
  });

  it('keeps what fails only together', async () => {
    const both = ({ tables, views }: Schema): boolean => tables.length > 1 && views.length > 0;
    const failing = schemas.find((schema) => both(schema) && schema.tables.length > 3 && schema.views.length > 1);
    assert.ok(failing !== undefined);
    const smallest = await shrinkSchema(failing, { width: 30, tries: 30 }, (all) => Promise.resolve(all.map(both)));
    assert.deepEqual([smallest.tables.length, smallest.views.length], [2, 1]);
  });

  it('gives up after so many transfers, with what it had', async () => {
    let transfers = 0;
    const [failing] = schemas;
    assert.ok(failing !== undefined);
    const same = await shrinkSchema(failing, { width: 1, tries: 3 }, (all) => {
      transfers += 1;
      return Promise.resolve(all.map(() => false));
    });
    assert.deepEqual([transfers, same], [3, failing]);
  });

  it('finds the one of many that fails', async () => {
    let tries = 0;
    const found = await fewest([...Array(30).keys()], 40, (some) => {
      tries += 1;
      return Promise.resolve(some.includes(17));
    });
    assert.deepEqual(found, [17]);
    assert.ok(tries <= 40);
  });
});

describe("the tool's arguments", () => {
  it('are the images of both sides, or one for both', () => {
    assert.deepEqual(
      parseFidelityArguments(['--seed', '4', '--minutes', '0.5', '--from', 'a:1', '--to', 'b:2'], 'c:3'),
      { seed: 4, minutes: 0.5, from: 'a:1', to: 'b:2', schemas: 30, name: 'fidelity-4' },
    );
    assert.deepEqual(
      [parseFidelityArguments([], 'c:3'), parseFidelityArguments(['--to', 'b:2'], 'c:3')].map(({ from, to }) => [
        from,
        to,
      ]),
      [
        ['c:3', 'c:3'],
        ['b:2', 'b:2'],
      ],
    );
  });

  for (const wrong of [
    ['--minutes', '0'],
    ['--seed', '-1'],
    ['--schemas', '0'],
    ['--schemas', '1.5'],
    ['--name', 'No Name'],
    ['--from'],
    ['--what'],
    ['x'],
  ]) {
    it(`refuses ${wrong.join(' ')}`, () => {
      assert.throws(() => parseFidelityArguments(wrong, 'c:3'), UsageError);
      assert.match(fidelityUsage, /--from/);
    });
  }
});
