import fc from 'fast-check';
import { quoted, type Values } from './literals';

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
