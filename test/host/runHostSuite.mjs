// Runs the bundled suite in an extension host: `node test/host/runHostSuite.mjs [WORKSPACE]`. Exits 0 only where
// every test ran and passed. GALERA_HOST_STATS names the file for the counts, GALERA_HOST_DEADLINE the seconds
// it may take (900), GALERA_HOST_EDITOR the editor (desktop or server). For the harness's own tests,
// GALERA_HOST_EXTENSION and GALERA_HOST_TESTS put another extension and suite in the place of ours.
import { runTests } from '@vscode/test-electron';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadDesktop } from './downloadDesktop.mjs';
import { installEditor } from './installEditor.mjs';
import { readStats, whyNotGreen } from './stats.mjs';
import { tellAppended } from './tellAppended.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const standIn = fileURLToPath(new URL('standIn.mjs', import.meta.url));
const defaultDeadlineS = 900;
/** For the stand-in to report its own deadline first, and for an editor to end when asked to. */
const graceMs = 30_000;

const extensionPath = resolve(process.env.GALERA_HOST_EXTENSION ?? root);
const testsPath = resolve(process.env.GALERA_HOST_TESTS ?? join(root, 'out', 'test', 'host', 'suite', 'index.cjs'));
const deadlineS = Number(process.env.GALERA_HOST_DEADLINE ?? defaultDeadlineS);

const folder = await mkdtemp(join(tmpdir(), 'galera-host-'));
try {
  const problem = await runSuite();
  if (problem !== undefined) {
    console.error(problem);
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @returns {Promise<string | undefined>} why the run isn't green */
async function runSuite() {
  if (!existsSync(testsPath)) {
    return `${testsPath} isn't there. Build the tests with \`node esbuild.mjs --tests\`.`;
  }
  const statsFile = resolve(process.env.GALERA_HOST_STATS ?? join(folder, 'stats.json'));
  const outputFile = join(folder, 'output.txt');
  await rm(statsFile, { force: true });
  const workspacePath = resolve(process.argv[2] ?? join(folder, 'workspace'));
  await mkdir(workspacePath, { recursive: true });

  const telling = tellAppended(outputFile, process.stdout);
  const exitCode = await runEditor(workspacePath, {
    GALERA_HOST_STATS: statsFile,
    GALERA_HOST_OUTPUT: outputFile,
    GALERA_HOST_DEADLINE: String(deadlineS),
  }).finally(telling.end);
  return whyNotGreen(exitCode, await readStats(statsFile));
}

/** The editor's exit code; it is asked to end, and then made to, when the deadline has passed. */
async function runEditor(workspacePath, extensionTestsEnv) {
  const desktop = await downloadDesktop({ log: console.log });
  if (desktop === undefined) {
    // Here and not in the stand-in, so that the deadline is the tests' alone.
    await installEditor({ log: console.log });
  }
  // test-electron ends its editor on SIGINT, and kills it on the second; it offers no other way.
  const interrupt = () => process.emit('SIGINT');
  const timers = [1, 2].map((times) => setTimeout(interrupt, deadlineS * 1000 + times * graceMs));
  // With a listener of ours test-electron leaves the exit, and so the cleaning up, to us.
  process.on('SIGINT', () => console.error('Ending the editor …'));
  process.on('SIGTERM', interrupt);
  try {
    return await runTests({
      vscodeExecutablePath: desktop ?? standIn,
      extensionDevelopmentPath: extensionPath,
      extensionTestsPath: testsPath,
      extensionTestsEnv,
      launchArgs: [workspacePath, '--user-data-dir', join(folder, 'data'), '--disable-extensions'],
    });
  } catch (error) {
    return error.code ?? 1;
  } finally {
    timers.forEach((timer) => clearTimeout(timer));
  }
}
