import fc from 'fast-check';

/** SQL of values: from the ends of a type, and from between. */
export type Values = fc.Arbitrary<string>;

const hex = (text: string): string => `_utf8mb4 x'${Buffer.from(text).toString('hex')}'`;
const bytesHex = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`;

const integers = [
  '0',
  '-1',
  '1',
  '127',
  '128',
  '-128',
  '255',
  '256',
  '32767',
  '-32768',
  '65535',
  '8388607',
  '-8388608',
  '16777215',
  '2147483647',
  '-2147483648',
  '4294967295',
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775808',
  '18446744073709551615',
  '7',
];
export const integerValues: Values = fc.oneof(
  fc.constantFrom(...integers),
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).map(String),
);
export const decimalValues: Values = fc.oneof(
  integerValues,
  fc.constantFrom(
    '-0.0',
    '0.1',
    '99999999999999999999999999999999999.999999999999999999999999999999',
    `'${'9'.repeat(65)}'`,
    `'-${'9'.repeat(65)}'`,
    "'0.000000000000000000000000000001'",
    "'-1e-38'",
  ),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 35n), max: 10n ** 35n }), fc.bigInt({ min: 0n, max: 10n ** 30n - 1n }))
    .map(([whole, part]) => `${String(whole)}.${String(part).padStart(30, '0')}`),
);
const asDouble = (value: number): string =>
  Object.is(value, -0) ? '-0e0' : `${String(value)}${/e/.test(String(value)) ? '' : 'e0'}`;
export const realValues: Values = fc.oneof(
  fc.constantFrom(
    '0e0',
    '-0e0',
    '1e0',
    '16777216.0e0',
    '16777217e0',
    '16777215e0',
    '33554431e0',
    '1234567e0',
    '12345678e0',
    '123456789e0',
    '0.1e0',
    '1.17549435e-38',
    '1.4e-45',
    '2.8e-45',
    '3.4028235e38',
    '-3.4028235e38',
    '5e-324',
    '2.2250738585072014e-308',
    '2.225073858507201e-308',
    '1.7976931348623157e308',
    '-1.7976931348623157e308',
    '9007199254740993e0',
    '1e22',
    '1e23',
    '0.30000000000000004e0',
    '8.5899346e9',
    '9.8765432e-5',
  ),
  fc.float({ noNaN: true, noDefaultInfinity: true }).map(asDouble),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(asDouble),
  fc.integer({ min: 1_000_000, max: 999_999_999 }).map((value) => `${String(value)}e0`),
);

const texts = [
  '',
  ' ',
  '  ',
  'a',
  'A',
  'a ',
  'a  ',
  ' a',
  'NULL',
  '\\N',
  '\\',
  '\\\\',
  "'",
  '"',
  '`',
  '\0',
  '\0\0',
  'a\0b',
  '\n',
  '\r\n',
  '\t',
  '\x1a',
  '\b',
  '\\n',
  '%',
  '_',
  '0',
  '-0',
  '#',
  '--',
  ',',
  ';',
  'a\tb\nc',
  'ü',
  'Ü',
  'ß',
  '€',
  'ÿ',
  '表',
  'ソ',
  '縗',
  '功',
  '能',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\u200b',
  '\u0301',
  '\uffff',
  '\ufffd',
  '\u0080',
  '\u001f',
  '😀',
  '\u{10ffff}',
  '😀\\',
  'x'.repeat(300),
  '\\'.repeat(200),
  '表\\'.repeat(20),
  '16-character-txt',
  '::ffff:127.0.0.1',
];
export const textValues: Values = fc
  .oneof(
    fc.constantFrom(...texts),
    fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !/[\ud800-\udfff]/u.test(text)),
    fc.string({ maxLength: 60 }),
  )
  .map(hex);
export const longTextValues: Values = fc.oneof(
  { weight: 6, arbitrary: textValues },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...texts), fc.integer({ min: 1, max: 4_000 }))
      .map(([text, times]) => `REPEAT(${hex(text)}, ${times})`),
  },
);
const edgeBytes = [
  '',
  '00',
  '0000',
  '5c',
  '5c4e',
  '09',
  '0a',
  '0d',
  '1a',
  '27',
  '22',
  'ff',
  'fffe',
  'c328',
  'e28081',
  '80',
  'f09f9880',
  '2020',
  '20',
  '0020',
  '6100',
  '4e554c4c',
  '3a3a666666663a3132372e302e302e31',
];
export const byteValues: Values = fc.oneof(
  fc.constantFrom(...edgeBytes).map((text) => `x'${text}'`),
  fc.uint8Array({ maxLength: 64 }).map(bytesHex),
);
export const longByteValues: Values = fc.oneof(
  { weight: 6, arbitrary: byteValues },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...edgeBytes), fc.integer({ min: 1, max: 8_000 }))
      .map(([text, times]) => `REPEAT(x'${text}', ${times})`),
  },
);

const two = (value: number): string => String(value).padStart(2, '0');
const fraction = fc.constantFrom('', '.9', '.999999', '.000001', '.5', '.123456');
const days = fc.oneof(
  fc.constantFrom(
    '0000-00-00',
    '0000-01-01',
    '0001-01-01',
    '1000-01-01',
    '9999-12-31',
    '2024-02-29',
    '2023-02-31',
    '2024-02-30',
    '2000-00-00',
    '2000-01-00',
    '1970-01-01',
    '2038-01-19',
    '2026-03-29',
    '2026-10-25',
    '1582-10-10',
    '0000-00-01',
  ),
  fc
    .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
    .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`),
);
const dayTimes = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('00:00:00', '23:59:59', '02:30:00', '01:59:59'),
      fc.tuple(fc.nat(23), fc.nat(59), fc.nat(59)).map((parts) => parts.map(two).join(':')),
    ),
    fraction,
  )
  .map((parts) => parts.join(''));
const quoted = (text: string): string => `'${text}'`;
export const dateValues: Values = days.map(quoted);
export const datetimeValues: Values = fc.tuple(days, dayTimes).map(([day, time]) => `'${day} ${time}'`);
export const stampValues: Values = fc.oneof(
  fc.constantFrom(
    "'0000-00-00 00:00:00'",
    "'1970-01-01 00:00:01'",
    "'1970-01-01 03:00:00.000001'",
    "'2038-01-19 03:14:07.999999'",
    "'2038-01-18 00:00:00'",
    "'2026-10-25 02:30:00'",
    "'2026-03-29 03:00:00'",
    "'2026-10-25 00:30:00'",
    'FROM_UNIXTIME(1792888200)',
    'FROM_UNIXTIME(1792891800)',
    'FROM_UNIXTIME(2147483647.999999)',
  ),
  fc.integer({ min: 1, max: 2_147_483_646 }).map((seconds) => `FROM_UNIXTIME(${seconds})`),
  fc
    .tuple(fc.integer({ min: 1, max: 2_147_483_646 }), fc.nat(999_999))
    .map(([seconds, micro]) => `FROM_UNIXTIME(${seconds}.${String(micro).padStart(6, '0')})`),
);
export const timeValues: Values = fc.oneof(
  fc.constantFrom(
    "'00:00:00'",
    "'-00:00:00.5'",
    "'-00:00:00.000001'",
    "'838:59:59.999999'",
    "'-838:59:59.999999'",
    "'-00:00:01'",
    "'24:00:00'",
  ),
  fc
    .tuple(fc.constantFrom('', '-'), fc.nat(838), dayTimes)
    .map(([sign, hours, time]) => `'${sign}${hours}${time.slice(2)}'`),
);

export const jsonValues: Values = fc
  .oneof(
    fc
      .jsonValue({ maxDepth: 2 })
      .map((value) => JSON.stringify(value))
      .filter((text) => !/[\ud800-\udfff]/u.test(text)),
    fc.constantFrom('{"a":1, "a":2}', ' [1 ,2]', '"\\u0000"', 'null', '1.0', '-0', '1e400', '{"\\n":"\\\\N"}', '"😀"'),
  )
  .map(hex);
export const uuidValues: Values = fc
  .oneof(
    fc.uuid(),
    fc.constantFrom(
      '00000000-0000-0000-0000-000000000000',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
      '3a3a6666-6666-3a31-3237-2e302e302e31',
      '0a0d095c-2700-1122-8899-5c4e5c4e0a09',
    ),
  )
  .map(quoted);
export const inet4Values: Values = fc
  .oneof(fc.ipV4(), fc.constantFrom('0.0.0.0', '255.255.255.255', '9.10.13.92', '1.1.1.1', '49.46.49.46'))
  .map(quoted);
export const inet6Values: Values = fc
  .oneof(
    fc.ipV6(),
    fc.ipV4().map((text) => `::ffff:${text}`),
    fc.constantFrom(
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.10',
      '2001:db8::abcd:12',
      '2001:db8:1::ab:1',
      'ffff::ffff:fffff'.slice(0, 15),
      'fe80::1234:abc:1',
      '::255.255.255.255',
      '3a3a:6666:6666:3a31:3237:2e30:2e30:2e31',
      '90a:d5c:2700:1a00::',
    ),
  )
  .map(quoted);
export const bitValues: Values = fc
  .bigInt({ min: 0n, max: 2n ** 64n - 1n })
  .chain((value) =>
    fc.constantFrom(`b'${value.toString(2)}'`, "b'0'", "b'1'", "b'1001'", "x'090a0d5c00271a22'", '~0', "b'100000'"),
  );

const coordinate = fc.oneof(
  fc.constantFrom('0', '-0e0', '1', '9', '10', '92', '1e308', '5e-324', '0.1', '-180', '90'),
  fc.integer({ min: -1_000, max: 1_000 }).map(String),
);
const point = fc.tuple(coordinate, coordinate).map(([x, y]) => `${x} ${y}`);
export const shapes: Readonly<Record<string, fc.Arbitrary<string>>> = {
  POINT: point.map((at) => `POINT(${at})`),
  LINESTRING: fc.array(point, { minLength: 2, maxLength: 5 }).map((all) => `LINESTRING(${all.join(',')})`),
  POLYGON: fc
    .tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 99 }))
    .map(([at, size]) => `POLYGON((${at} 0,${at + size} 0,${at + size} ${size},${at} 0))`),
  MULTIPOINT: fc.array(point, { minLength: 1, maxLength: 4 }).map((all) => `MULTIPOINT(${all.join(',')})`),
  MULTILINESTRING: fc.array(point, { minLength: 2, maxLength: 4 }).map((all) => `MULTILINESTRING((${all.join(',')}))`),
  MULTIPOLYGON: fc.integer({ min: 1, max: 99 }).map((size) => `MULTIPOLYGON(((0 0,${size} 0,${size} ${size},0 0)))`),
  GEOMETRYCOLLECTION: point.map((at) => `GEOMETRYCOLLECTION(POINT(${at}),LINESTRING(0 0,1 1))`),
};
export const geometryOf = (shape: fc.Arbitrary<string>): Values =>
  fc
    .tuple(shape, fc.constantFrom('', ', 4326', ', 0', ', 4294967295'))
    .map(([text, srid]) => `ST_GeomFromText('${text}'${srid})`);
export const vectorValues: Values = fc
  .array(fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, 1.5)), {
    minLength: 3,
    maxLength: 3,
  })
  .map((numbers) => bytesHex(new Uint8Array(new Float32Array(numbers).buffer)));
