import fc from 'fast-check';
import type { Values } from './literals';

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

export const bitValues: Values = fc
  .bigInt({ min: 0n, max: 2n ** 64n - 1n })
  .chain((value) =>
    fc.constantFrom(`b'${value.toString(2)}'`, "b'0'", "b'1'", "b'1001'", "x'090a0d5c00271a22'", '~0', "b'100000'"),
  );
