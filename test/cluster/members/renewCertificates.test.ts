import assert from 'node:assert/strict';
import { isDue } from '../../../src/cluster/members/renewCertificates';

const now = new Date('2027-01-01T00:00:00Z');
const far = new Date('2046-01-01T00:00:00Z');
const seconds = (date: string): string => `${String(Date.parse(date) / 1000)}\n`;

describe('A running node is given another certificate', () => {
  const rows: [when: string, expires: string | undefined, authorityEnds: Date, due: boolean][] = [
    ['while 61 days are left', seconds('2027-03-03T00:00:00Z'), far, false],
    ['when 59 days are left', seconds('2027-03-01T00:00:00Z'), far, true],
    ['when it has ended', seconds('2026-12-31T00:00:00Z'), far, true],
    ['where it has none', undefined, far, false],
    ['where its file is empty', '', far, false],
    [
      'that would end with the authority, as its own does',
      seconds('2027-01-20T00:00:00Z'),
      new Date('2027-01-20T00:00:00Z'),
      false,
    ],
    ['where the authority has ended before', seconds('2026-12-31T00:00:00Z'), new Date('2026-12-30T00:00:00Z'), false],
  ];
  for (const [when, expires, authorityEnds, due] of rows) {
    it(`${due ? '' : 'not '}${when}`, () => {
      assert.equal(isDue(expires, authorityEnds, now), due);
    });
  }
});
