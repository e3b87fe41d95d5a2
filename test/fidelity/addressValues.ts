import fc from 'fast-check';
import { quoted, type Values } from './literals';

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
