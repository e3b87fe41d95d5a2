import { defineConfig } from 'eslint/config';
import { importX, createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const noVscode = {
  name: 'vscode',
  message: 'Only src/extension/ and test/host/ know VS Code; the engine and the CLI run without it.',
};
/** The ways to reach a module that no-restricted-imports doesn't see. */
const noHiddenVscode = [
  'ImportExpression[source.value="vscode"]',
  'TSImportType[source.value="vscode"]',
  'CallExpression[callee.name="require"][arguments.0.value="vscode"]',
].map((selector) => ({ selector, message: noVscode.message }));
const noBarrel = { selector: 'ExportAllDeclaration', message: 'Import from the file that holds it; no barrels.' };
const noBareMessage = {
  selector: 'MemberExpression[property.name=/^show(Error|Warning|Information)Message$/]',
  message: 'VS Code makes links of what a message has in it; notify.ts shows it plain.',
};
const noWallClock = {
  object: 'Date',
  property: 'now',
  message: 'It jumps when the clock is set. Measure with performance.now(); the time of day comes from timeOfDay().',
};
const noFaces = {
  regex: '(^|/)(extension|cli)(/|$)',
  message: 'The engine knows neither of its faces, src/extension/ and src/cli/.',
};

export default defineConfig(
  { ignores: ['dist/', 'out/', 'test-results/', '.vscode-test/', '.galera-start/', 'l10n/'] },
  {
    files: ['**/*.ts', '**/*.mjs'],
    extends: [tseslint.configs.recommended],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.mjs'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.mjs'] },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.mjs', '.js', '.json', '.node'] })],
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      // A sentence stands in one piece, so that it can be searched for; prettier breaks the rest.
      'max-len': [
        'error',
        { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true },
      ],
      'no-restricted-imports': 'off',
      '@typescript-eslint/no-restricted-imports': ['error', { paths: [noVscode] }],
      'no-restricted-syntax': ['error', noBarrel, ...noHiddenVscode],
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['scripts/**/*.mjs'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/no-misused-promises': 'error' },
  },
  {
    files: ['src/cluster/**', 'src/sst/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: [noVscode], patterns: [noFaces] }] },
  },
  {
    files: ['src/**', 'test/**', 'scripts/**'],
    // Shell scripts are held to the same by test/lint.test.ts.
    rules: { 'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }] },
  },
  {
    files: ['src/**'],
    ignores: ['src/cluster/vocabulary/timeOfDay.ts'],
    rules: { 'no-restricted-properties': ['error', noWallClock] },
  },
  {
    files: ['src/extension/**', 'test/host/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': 'off',
      'no-restricted-syntax': ['error', noBarrel],
    },
  },
  {
    files: ['src/extension/**'],
    ignores: ['src/extension/notify.ts'],
    rules: { 'no-restricted-syntax': ['error', noBarrel, noBareMessage] },
  },
  {
    // The tools ask for a default export here, and an imported text file has no other.
    files: ['eslint.config.mjs', '**/*.d.ts'],
    rules: { 'import-x/no-default-export': 'off' },
  },
);
