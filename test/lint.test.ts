import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const root = fileURLToPath(new URL('..', import.meta.url));
const restricted = '@typescript-eslint/no-restricted-imports';
const hidden = 'no-restricted-syntax';

/** The rules that fire on a text as if it were in an existing file, which rules with types need. */
async function rulesIn(text: string, file: string): Promise<string[]> {
  const eslint = new ESLint({ cwd: root });
  const results = await eslint.lintText(text, { filePath: join(root, file) });
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message));
}

describe('lint', function () {
  this.timeout(60_000);

  const access = 'src/cluster/docker/access.ts';
  const offences = [
    { what: 'vscode in the engine', file: access, text: "import 'vscode';", rule: restricted },
    {
      what: 'a type of vscode in the engine',
      file: access,
      text: "export type { Uri } from 'vscode';",
      rule: restricted,
    },
    {
      what: 'vscode in a type written inline',
      file: access,
      text: "export type V = import('vscode').Uri;",
      rule: hidden,
    },
    { what: 'vscode loaded later', file: access, text: "export const later = import('vscode');", rule: hidden },
    { what: 'vscode in the CLI', file: 'src/cli/cli.ts', text: "import 'vscode';", rule: restricted },
    { what: 'vscode in a unit test', file: 'test/lint.test.ts', text: "import 'vscode';", rule: restricted },
    { what: 'the extension in the engine', file: access, text: "import '../extension/extension';", rule: restricted },
    { what: 'the CLI in the engine', file: access, text: "import type { A } from '../cli/cli';", rule: restricted },
    { what: 'a default export', file: access, text: 'export default 1;', rule: 'import-x/no-default-export' },
    {
      what: 'a deadline by a clock that jumps',
      file: access,
      text: 'export const began = Date.now();',
      rule: 'no-restricted-properties',
    },
    { what: 'a file of more than 250 lines', file: access, text: '\n'.repeat(251), rule: 'max-lines' },
    { what: 'a barrel', file: access, text: "export * from './model';", rule: hidden },
    {
      what: 'a floating promise',
      file: access,
      text: 'Promise.resolve(1);',
      rule: '@typescript-eslint/no-floating-promises',
    },
  ];
  for (const { what, file, text, rule } of offences) {
    it(`refuses ${what}`, async () => {
      const rules = await rulesIn(text, file);
      assert(rules.includes(rule), `instead of ${rule}: ${rules.join(', ')}`);
    });
  }

  it('allows vscode in the extension', async () => {
    const text = "import * as vscode from 'vscode';\nexport const { version } = vscode;\n";
    const rules = await rulesIn(text, 'src/extension/extension.ts');
    assert.deepEqual(rules, []);
  });

  /** What runs in nodes and shells, which ESLint does not read. */
  const scripts = ['src', 'test', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(sh|zsh|fish|ps1|pl)$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
  const linesOf = (file: string): string[] => readFileSync(join(root, file), 'utf8').replace(/\n$/, '').split('\n');

  it('has no script of more than 250 lines', () => {
    assert.notEqual(scripts.length, 0);
    assert.deepEqual(
      scripts.filter((file) => linesOf(file).length > 250),
      [],
    );
  });

  it('has no line of more than 120 columns in a script', () => {
    const places = scripts.flatMap((file) =>
      linesOf(file).flatMap((line, index) => (line.length > 120 ? [`${file}:${index + 1}`] : [])),
    );
    assert.deepEqual(places, []);
  });

  it('refuses an import cycle', async () => {
    // In out/, so that nothing mistakes the files for sources; no rule with types would work there.
    const folder = mkdtempSync(join(root, 'out', 'lint'));
    const eslint = new ESLint({
      cwd: root,
      ignore: false,
      overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
      ruleFilter: ({ ruleId }) => ruleId === 'import-x/no-cycle',
    });
    try {
      writeFileSync(join(folder, 'a.ts'), "import { b } from './b';\nexport const a = (): number => b();\n");
      writeFileSync(join(folder, 'b.ts'), "import { a } from './a';\nexport const b = (): number => a();\n");
      const results = await eslint.lintFiles([join(folder, '*.ts')]);
      const rules = results.map(({ messages }) => messages.map(({ ruleId }) => ruleId));
      assert.deepEqual(rules, [['import-x/no-cycle'], ['import-x/no-cycle']]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
