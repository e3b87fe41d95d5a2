import fc from 'fast-check';
import { inet4Values, inet6Values, uuidValues } from './addressValues';
import { charsets } from './charsets';
import type { Values } from './literals';
import { bitValues, decimalValues, integerValues, realValues } from './numberValues';
import type { Family } from './schema';
import { geometryOf, shapes, vectorValues } from './shapeValues';
import { byteValues, jsonValues, longByteValues, longTextValues, textValues } from './textValues';
import { dateValues, datetimeValues, stampValues, timeValues } from './timeValues';

/** SQL; undefined for none. */
export type Default = string | undefined;

interface TypeSpec {
  readonly kind: string;
  readonly family: Family;
  readonly types: fc.Arbitrary<string>;
  readonly values: Values;
  readonly defaults: readonly Default[];
  /** The oldest server that has it: 1107 for 11.7. */
  readonly since: number;
}

const spec = (
  kind: string,
  family: Family,
  types: readonly string[],
  values: Values,
  defaults: readonly string[],
  since = 0,
): TypeSpec => ({
  kind,
  family,
  types: fc.constantFrom(...types),
  values,
  defaults: [undefined, undefined, ...defaults],
  since,
});
const inCharsets = (
  kind: string,
  family: Family,
  types: readonly string[],
  values: Values,
  defaults: readonly string[],
): TypeSpec => ({
  ...spec(kind, family, types, values, defaults),
  types: fc
    .tuple(fc.constantFrom(...types), fc.constantFrom('', ...charsets))
    .map(([type, charset]) => (charset === '' ? type : `${type} CHARACTER SET ${charset}`)),
});
const signs = (type: string, widths: readonly string[]): string[] => [
  ...widths.flatMap((width) => [`${type}${width}`, `${type}${width} UNSIGNED`]),
  `${type} ZEROFILL`,
];
const numberDefaults = ['0', '1', '7', '(1 + 1)', '(FLOOR(2.5))'];
const textDefaults = ["''", "'a'", "'it''s'", "(CONCAT('a', 'b'))", "'NULL'", "(REPEAT('x', 2))"];

/** Every type of a column that MariaDB has. */
export const typeSpecs: readonly TypeSpec[] = [
  ...['TINYINT', 'SMALLINT', 'MEDIUMINT', 'INT', 'BIGINT'].map((type) =>
    spec(type, 'number', signs(type, ['', '(2)', '(20)']), integerValues, numberDefaults),
  ),
  spec('BOOLEAN', 'number', ['BOOLEAN'], integerValues, ['TRUE', 'FALSE']),
  spec(
    'DECIMAL',
    'number',
    [
      'DECIMAL',
      'DECIMAL(65,30)',
      'DECIMAL(65,0) UNSIGNED',
      'DECIMAL(38,38)',
      'DECIMAL(5,2) ZEROFILL',
      'DECIMAL(30,10) UNSIGNED',
      'DECIMAL(1)',
    ],
    decimalValues,
    ['0', '(1 / 4)'],
  ),
  spec(
    'FLOAT',
    'real',
    ['FLOAT', 'FLOAT UNSIGNED', 'FLOAT(9,4)', 'FLOAT(24)', 'FLOAT ZEROFILL', 'FLOAT(30,10)'],
    realValues,
    ['0', '1.5', '(1e0 / 3)', '16777216'],
  ),
  spec(
    'DOUBLE',
    'real',
    ['DOUBLE', 'DOUBLE UNSIGNED', 'DOUBLE(20,5)', 'FLOAT(53)', 'DOUBLE ZEROFILL', 'REAL'],
    realValues,
    ['0', '0.1', '(1e0 / 3)', '1.7976931348623157e308'],
  ),
  spec('BIT', 'bits', ['BIT', 'BIT(1)', 'BIT(7)', 'BIT(8)', 'BIT(9)', 'BIT(33)', 'BIT(64)'], bitValues, ["b'1'", '0']),
  inCharsets('CHAR', 'text', ['CHAR(1)', 'CHAR(5)', 'CHAR(40)', 'CHAR(0)', 'CHAR(255)'], textValues, ["''", "('a')"]),
  inCharsets(
    'VARCHAR',
    'text',
    ['VARCHAR(1)', 'VARCHAR(20)', 'VARCHAR(60)', 'VARCHAR(300)', 'VARCHAR(2000)'],
    textValues,
    ["''", "('a')", "(CONCAT('a', 'b'))"],
  ),
  inCharsets('TINYTEXT', 'longText', ['TINYTEXT'], textValues, textDefaults),
  inCharsets('TEXT', 'longText', ['TEXT', 'TEXT(400)'], longTextValues, textDefaults),
  inCharsets('MEDIUMTEXT', 'longText', ['MEDIUMTEXT'], longTextValues, textDefaults),
  inCharsets('LONGTEXT', 'longText', ['LONGTEXT'], longTextValues, textDefaults),
  spec('BINARY', 'binary', ['BINARY(1)', 'BINARY(8)', 'BINARY(16)', 'BINARY(255)', 'BINARY(0)'], byteValues, [
    "''",
    "(x'00')",
  ]),
  spec('VARBINARY', 'binary', ['VARBINARY(1)', 'VARBINARY(16)', 'VARBINARY(300)', 'VARBINARY(3000)'], byteValues, [
    "''",
    "(x'005c')",
  ]),
  ...['TINYBLOB', 'BLOB', 'MEDIUMBLOB', 'LONGBLOB'].map((type) =>
    spec(type, 'longBinary', [type], type === 'TINYBLOB' ? byteValues : longByteValues, ["''", "(x'00ff')", "'a'"]),
  ),
  inCharsets(
    'ENUM',
    'choice',
    ["ENUM('a')", "ENUM('', 'NULL', 'it''s', 'b')", "ENUM('x', 'y z', '0', '1', 'n,o')", "ENUM('2', '1', '0')"],
    fc.constantFrom("''", "'a'", "'b'", '1', '2', '3', "'NULL'", "'zzz'", "'0'", '0', "'n,o'", "'it''s'"),
    [],
  ),
  inCharsets(
    'SET',
    'choice',
    ["SET('a', 'b c', 'NULL')", "SET('0', '1')", "SET('it''s', 'x', 'y', 'z')"],
    fc.constantFrom("''", "'a'", "'a,NULL'", '0', '1', '3', '7', '15', "'1'", "'it''s,z'"),
    ["''"],
  ),
  spec('DATE', 'time', ['DATE'], dateValues, ["'2000-01-01'", "'9999-12-31'", '(CURRENT_DATE)']),
  spec('TIME', 'time', ['TIME', 'TIME(1)', 'TIME(3)', 'TIME(6)'], timeValues, ["'00:00:00'", "'-838:59:59'"]),
  spec('DATETIME', 'time', ['DATETIME', 'DATETIME(1)', 'DATETIME(3)', 'DATETIME(6)'], datetimeValues, [
    "'2000-01-01 00:00:00'",
    'CURRENT_TIMESTAMP',
    '(CURRENT_TIMESTAMP(6) + INTERVAL 1 DAY)',
    'CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP',
  ]),
  spec('TIMESTAMP', 'stamp', ['TIMESTAMP', 'TIMESTAMP(1)', 'TIMESTAMP(3)', 'TIMESTAMP(6)'], stampValues, [
    "'2000-01-01 00:00:00'",
    'CURRENT_TIMESTAMP',
    'CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP',
  ]),
  spec(
    'YEAR',
    'number',
    ['YEAR', 'YEAR(4)', 'YEAR(2)'],
    fc.oneof(
      fc.constantFrom('0', "'0000'", '1901', '2155', "'0'", '69', '70'),
      fc.integer({ min: 1901, max: 2155 }).map(String),
    ),
    ['2000', '0'],
  ),
  spec('JSON', 'longText', ['JSON'], jsonValues, ["'{}'", '(JSON_ARRAY())']),
  spec('UUID', 'address', ['UUID'], uuidValues, ["'00000000-0000-0000-0000-000000000001'", '(UUID())']),
  spec('INET4', 'address', ['INET4'], inet4Values, ["'127.0.0.1'"]),
  spec('INET6', 'address', ['INET6'], inet6Values, ["'::1'", "'::ffff:127.0.0.1'"]),
  spec('VECTOR', 'vector', ['VECTOR(3)'], vectorValues, [], 1107),
  ...Object.entries(shapes).map(([kind, shape]) => spec(kind, 'geometry', [kind], geometryOf(shape), [])),
  spec('GEOMETRY', 'geometry', ['GEOMETRY'], geometryOf(fc.oneof(...Object.values(shapes))), []),
];
