import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { printed } from './inScript';

const told = 'if accounts_are_gone; then echo gone; else echo there; fi';

describe('accounts.sh', () => {
  for (const [what, mariadb, isGone] of [
    [
      'the server knows no such account',
      'echo "ERROR 1045 (28000): Access denied for user \'galera_monitor\'" >&2; exit 1',
      'gone',
    ],
    [
      'it lets in nobody from there',
      'echo "ERROR 1130 (HY000): Host \'127.0.0.1\' is not allowed" >&2; exit 1',
      'gone',
    ],
    ['it answers', ':', 'there'],
    ["it isn't there", 'echo "ERROR 2002 (HY000): Can\'t connect" >&2; exit 1', 'there'],
  ] as const) {
    it(`${what}: the accounts are ${isGone}`, () => {
      assert.deepEqual(printed(told, { programs: { mariadb } }), [isGone]);
    });
  }

  const server = (act: string): string => `read -r -d '' sql || true; file=\${sql#*"'"}; file=\${file%%"'"*}; ${act}`;
  for (const [what, mariadbd, lacks] of [
    ['none in its files', server('echo 0 >"$file"'), 'yes'],
    ['one of two in its files', server('echo 1 >"$file"'), 'no'],
    ['a server that can read none', server('exit 1'), 'no'],
    ['a server that says nothing', server(':'), 'no'],
  ] as const) {
    it(`${what}: lacks accounts: ${lacks}`, () => {
      const lines = `echo 0 >"$marks/accounts"; if files_lack_accounts; then echo yes; else echo no; fi`;
      assert.deepEqual(printed(lines, { programs: { mariadbd } }), [lacks]);
    });
  }
});
