import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = import.meta.dirname;
const { values } = parseArgs({ options: { tests: { type: 'boolean' }, minify: { type: 'boolean' } } });

/** What the product and the tests have in common; scripts, SQL and settings of the nodes come in as text. */
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: true,
  loader: Object.fromEntries(
    ['.sh', '.zsh', '.fish', '.ps1', '.pl', '.lua', '.cnf', '.sql'].map((each) => [each, 'text']),
  ),
  logLevel: 'warning',
};

/**
 * dockerode loads these for BuildKit builds and for engines behind ssh, which nothing here asks for; without them the
 * bundles are half as large.
 */
const unused = {
  name: 'unused',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@grpc\/grpc-js|@grpc\/proto-loader|protobufjs|ssh2)$/ }, ({ path }) => ({
      path,
      namespace: 'unused',
    }));
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** A CommonJS bundle knows no import.meta.url; a test's is its source's, so that it finds the files beside it. */
const sourceUrls = {
  name: 'sourceUrls',
  setup({ onLoad }) {
    onLoad({ filter: /\.(mjs|ts)$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      return {
        contents: source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
        loader: path.endsWith('.ts') ? 'ts' : 'js',
      };
    });
  },
};

function testEntries() {
  const files = readdirSync(join(root, 'test'), { recursive: true }).map((file) => join('test', file));
  const hostEntry = join('test', 'host', 'suite', 'index.ts');
  return files.filter((file) => file.endsWith('.test.ts') || file === hostEntry);
}

/** In one step: another process may be building the same file, or about to run it. */
function putInPlace({ path, contents }) {
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, contents, { mode: path.endsWith('cli.cjs') ? 0o755 : 0o644 });
  renameSync(fresh, path);
}

if (values.tests) {
  const outdir = join(root, 'out');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    ...shared,
    entryPoints: testEntries(),
    outbase: root,
    outdir,
    outExtension: { '.js': '.cjs' },
    packages: 'external',
    external: ['vscode'],
    plugins: [sourceUrls],
  });
} else {
  const product = {
    ...shared,
    write: false,
    minify: values.minify ?? false,
    external: ['vscode'],
    plugins: [unused],
  };
  const results = await Promise.all([
    build({ ...product, entryPoints: ['src/extension/extension.ts'], outfile: 'dist/extension.cjs' }),
    build({
      ...product,
      entryPoints: ['src/cli/cli.ts'],
      outfile: 'dist/cli.cjs',
      banner: { js: '#!/usr/bin/env node' },
    }),
  ]);
  mkdirSync(join(root, 'dist'), { recursive: true });
  results.flatMap(({ outputFiles }) => outputFiles).forEach(putInPlace);
}
