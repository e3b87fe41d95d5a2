import assert from 'node:assert/strict';
import { plainWords } from '../../../src/cluster/vocabulary/plainWords';

describe('plainWords', () => {
  for (const [what, text, plain] of [
    ['a plain text', 'Grüße, “g1”\n\tgoes on', 'Grüße, “g1”\n\tgoes on'],
    ['colours and the title of a terminal', '\u001b[31mred\u001b]0;title\u0007', '\ufffd[31mred\ufffd]0;title\ufffd'],
    ['a line that is overwritten', 'failed\rdone', 'failed\ufffddone'],
    ['eight-bit controls', 'a\u009b31mb', 'a\ufffd31mb'],
    ['a text that turns its direction', 'a\u202etxt.exe', 'a\ufffdtxt.exe'],
  ] as const) {
    it(`shows ${what} as it may be shown`, () => {
      assert.equal(plainWords(text), plain);
    });
  }
});
