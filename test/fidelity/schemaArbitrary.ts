import fc from 'fast-check';
import { charsets } from './charsets';
import { columnArbitrary } from './columns';
import { nameArbitrary } from './names';
import type { Key, KeyKind, Link, Program, Schema, Sequence, Table, View } from './schema';

/** True in one of so many, and false when shrunk. */
const seldom = (oneOf: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 0, max: oneOf - 1 }).map((draw) => draw === oneOf - 1);
/** The first of them most often, and when shrunk. */
const mostly = <T>(first: T, rest: readonly T[], oneOf = 3): fc.Arbitrary<T> =>
  fc.oneof({ weight: oneOf - 1, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...rest) });

export const sqlModes = [
  '',
  'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION',
  'STRICT_ALL_TABLES',
  'NO_BACKSLASH_ESCAPES',
  'ANSI_QUOTES,PIPES_AS_CONCAT',
  'NO_AUTO_VALUE_ON_ZERO',
  'PAD_CHAR_TO_FULL_LENGTH',
  'TIME_ROUND_FRACTIONAL',
  'HIGH_NOT_PRECEDENCE,IGNORE_SPACE',
  'NO_UNSIGNED_SUBTRACTION',
  'ALLOW_INVALID_DATES',
  'TRADITIONAL',
  'ANSI',
  'EMPTY_STRING_IS_NULL',
  'SIMULTANEOUS_ASSIGNMENT',
  'REAL_AS_FLOAT',
] as const;

const timeZones = ['+00:00', '+13:00', '-11:00', 'SYSTEM'] as const;

const keyKinds: readonly KeyKind[] = [
  'plain',
  'plain',
  'plain',
  'unique',
  'unique',
  'primary',
  'primary',
  'fulltext',
  'spatial',
  'vector',
];

const keyArbitrary: fc.Arbitrary<Key> = fc.record({
  kind: fc.constantFrom(...keyKinds),
  name: nameArbitrary,
  parts: fc.array(fc.record({ of: fc.nat(12), descending: seldom(4), prefix: fc.constantFrom(0, 0, 1, 5, 10) }), {
    minLength: 1,
    maxLength: 3,
  }),
  ignored: seldom(8),
});

const counterArbitrary = fc.option(
  fc.record({
    type: fc.constantFrom(
      'INT',
      'BIGINT UNSIGNED',
      'BIGINT',
      'TINYINT UNSIGNED',
      'SMALLINT',
      'MEDIUMINT UNSIGNED',
      'INT ZEROFILL',
    ),
    next: fc.constantFrom(
      '',
      '1',
      '77',
      '254',
      '4711',
      '32767',
      '16777214',
      '2147483646',
      '9223372036854775806',
      '18446744073709551614',
    ),
    values: fc.uniqueArray(
      fc.constantFrom(
        '0',
        '-1',
        '-128',
        '1',
        '2',
        '3',
        '10',
        '100',
        '200',
        '32767',
        '2147483647',
        '9223372036854775807',
        '18446744073709551614',
        '-9223372036854775808',
      ),
      { minLength: 1, maxLength: 8 },
    ),
  }),
  { freq: 3, nil: undefined },
);

/** Engine, and how many kinds of options the renderer knows for it. */
const engines = ['Aria', 'MyISAM', 'MEMORY', 'CSV', 'BLACKHOLE', 'MRG_MyISAM'];

function tableArbitrary(version: number): fc.Arbitrary<Table> {
  return fc.record({
    name: nameArbitrary,
    inSecond: seldom(4),
    access: mostly('InnoDB', engines, 4),
    options: fc.nat(30),
    charset: mostly(
      'utf8mb4',
      charsets.filter((each) => each !== 'utf8mb4'),
      2,
    ),
    comment: mostly('', ["it's", '\\ü', 'a\nb', '"', ' x ', '\t'], 4),
    columns: fc.array(columnArbitrary(version), { minLength: 1, maxLength: 9 }),
    generated: fc.array(
      fc.record({ name: nameArbitrary, stored: fc.boolean(), of: fc.nat(8), how: fc.nat(5), indexed: seldom(3) }),
      { maxLength: 2 },
    ),
    keys: fc.array(keyArbitrary, { maxLength: 4 }),
    counter: counterArbitrary,
    partition: fc.oneof(
      { weight: 5, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) },
    ),
    versioning: mostly<Table['versioning']>('none', ['hidden', 'hidden', 'visible', 'visible', 'transactions'], 4),
    period: mostly<Table['period']>('none', ['plain', 'withoutOverlaps'], 8),
    check: seldom(4),
    rows: fc.oneof(
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 8, arbitrary: fc.integer({ min: 1, max: 12 }) },
      { weight: 1, arbitrary: fc.integer({ min: 100, max: 600 }) },
    ),
  });
}

const linkArbitrary: fc.Arbitrary<Link> = fc.record({
  names: fc.tuple(nameArbitrary, nameArbitrary),
  keyType: fc.constantFrom(
    'INT',
    'BIGINT UNSIGNED',
    'VARCHAR(20) CHARACTER SET utf8mb4',
    'UUID',
    'INET6',
    'DECIMAL(30,5)',
    'DATETIME(6)',
    'VARBINARY(16)',
  ),
  cyclic: fc.boolean(),
  action: fc.constantFrom(
    '',
    'ON DELETE CASCADE',
    'ON UPDATE CASCADE ON DELETE SET NULL',
    'ON DELETE RESTRICT',
    'ON DELETE NO ACTION ON UPDATE SET NULL',
  ),
  orphans: fc.boolean(),
});

const sequenceArbitrary: fc.Arbitrary<Sequence> = fc.record({
  name: nameArbitrary,
  options: fc.constantFrom(
    '',
    'NOCACHE',
    'START WITH 100 INCREMENT BY 7 MINVALUE -5 MAXVALUE 100000 CYCLE CACHE 3',
    'INCREMENT BY -3 NOCACHE',
    'INCREMENT BY 0 CACHE 10',
    'START WITH 9223372036854775800',
    'MINVALUE -9223372036854775807 START WITH -9223372036854775000',
    'ENGINE = Aria',
    "COMMENT = 'it''s'",
  ),
  taken: fc.nat(5),
  setTo: fc.option(fc.integer({ min: 1, max: 90_000 }), { nil: undefined }),
  asDefault: fc.boolean(),
});

const viewArbitrary: fc.Arbitrary<View> = fc.record({
  name: nameArbitrary,
  inSecond: seldom(3),
  over: fc.nat(8),
  head: fc.constantFrom(
    '',
    'ALGORITHM = MERGE',
    'ALGORITHM = TEMPTABLE',
    'SQL SECURITY INVOKER',
    'DEFINER = nobody@nowhere',
    'DEFINER = `it\'s "x"`@`%`',
  ),
  tail: fc.constantFrom('', '', 'WHERE 1 = 1 WITH CHECK OPTION', 'WHERE 0 = 1', 'LIMIT 3'),
  alias: nameArbitrary,
});

const programArbitrary: fc.Arbitrary<Program> = fc.record({
  kind: fc.constantFrom<Program['kind'][]>('trigger', 'trigger', 'function', 'procedure', 'event', 'package'),
  name: nameArbitrary,
  of: fc.nat(5),
  variant: fc.nat(11),
  sqlMode: fc.constantFrom(...sqlModes),
  comment: fc.constantFrom('', "it's", 'ü\n', 'x'),
});

/** A whole schema, as a server of this version (1108 for 11.8) can have it. */
export function schemaArbitrary(version: number): fc.Arbitrary<Schema> {
  const database = fc.record({
    name: nameArbitrary,
    charset: mostly(
      'utf8mb4',
      charsets.filter((each) => each !== 'utf8mb4'),
    ),
    comment: mostly('', ["it's", '"\\'], 4),
  });
  return fc.record({
    databases: fc.array(database, { minLength: 1, maxLength: 2 }),
    sqlMode: fc.constantFrom(...sqlModes),
    strictInnodb: seldom(3).map((draw) => !draw),
    timeZone: fc.constantFrom(...timeZones),
    tables: fc.array(tableArbitrary(version), { minLength: 1, maxLength: 5 }),
    links: fc.array(linkArbitrary, { maxLength: 1 }),
    sequences: fc.array(sequenceArbitrary, { maxLength: 2 }),
    views: fc.array(viewArbitrary, { maxLength: 3 }),
    programs: fc.array(programArbitrary, { maxLength: 3 }),
    granted: seldom(5),
    ranged: fc.oneof(
      { weight: 80, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom('INT', 'BIGINT UNSIGNED', 'SMALLINT', 'DECIMAL(20,0)') },
    ),
  });
}
