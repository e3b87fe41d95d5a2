import assert from 'node:assert/strict';
import { plainText } from '../../src/extension/presentation/plainText';

/** How VS Code finds links in a notification (src/vs/base/common/linkedText.ts). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

describe('plainText', () => {
  for (const text of [
    '[Repair](command:workbench.action.terminal.new)',
    'a [b](https://example.org "c") d',
    '[x]([y](command:z))',
  ]) {
    it(`leaves no link in ${text}`, () => {
      assert.match(text, link);
      assert.doesNotMatch(plainText(text), link);
    });
  }

  it('leaves everything else', () => {
    assert.equal(plainText('g1 [11.8] (Debian)\nand g2'), 'g1 [11.8] (Debian)\nand g2');
  });
});
