import fc from 'fast-check';
import { bytesHex, hex, type Values } from './literals';

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

export const jsonValues: Values = fc
  .oneof(
    fc
      .jsonValue({ maxDepth: 2 })
      .map((value) => JSON.stringify(value))
      .filter((text) => !/[\ud800-\udfff]/u.test(text)),
    fc.constantFrom('{"a":1, "a":2}', ' [1 ,2]', '"\\u0000"', 'null', '1.0', '-0', '1e400', '{"\\n":"\\\\N"}', '"😀"'),
  )
  .map(hex);
