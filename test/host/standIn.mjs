#!/usr/bin/env node
// Stands in for desktop VS Code where that can't be had: @vscode/test-electron runs this file as if it were
// VS Code. It loads the extension and its tests into the real workbench and extension host of the VS Code
// server, in a headless browser, and exits 0 only if the tests ran and passed.
import { parseArgs } from 'node:util';
import { installEditor } from './installEditor.mjs';
import { runInEditor } from './runInEditor.mjs';

const defaultDeadlineS = 900;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  strict: false,
  allowPositionals: true,
  options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } },
});
const stop = new AbortController();
process.on('SIGINT', () => stop.abort(new Error('Interrupted.')));
process.on('SIGTERM', () => stop.abort(new Error('Interrupted.')));
// The pipe from test-electron closes when that is killed.
process.stdin.resume().on('end', () => stop.abort(new Error('Nobody waits for the result.')));

try {
  const problem = await runInEditor({
    installation: await installEditor({ log: console.log, signal: stop.signal }),
    extensionPath: values.extensionDevelopmentPath,
    testsPath: values.extensionTestsPath,
    workspacePath: positionals[0],
    statsFile: process.env.GALERA_HOST_STATS,
    deadlineMs: 1000 * Number(process.env.GALERA_HOST_DEADLINE ?? defaultDeadlineS),
    signal: stop.signal,
  });
  if (problem !== undefined) {
    throw new Error(problem);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  process.stdin.destroy();
}
