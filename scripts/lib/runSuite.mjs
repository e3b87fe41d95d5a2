import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countSuite } from './countSuite.mjs';
import { repositoryRoot } from './repository.mjs';
import { endOf } from './runCommand.mjs';
import { testScope } from './testLeftovers.mjs';
import { say } from './userError.mjs';

const graceMs = 30_000;

/**
 * Runs a suite, its output on this terminal.
 *
 * @param {string} name
 * @param {import('./suites.mjs').Suite} suite
 * @param {AbortSignal} signal ends the suite
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runSuite(name, { commands, deadlineMs }, signal) {
  const folder = mkdtempSync(join(tmpdir(), 'galera-tests-'));
  const ended = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const total = { passed: 0, failed: 0 };
  try {
    for (const [index, command] of commands().entries()) {
      const { passed, failed, problem } = await runTests(name, command, join(folder, `${index}.json`), ended);
      total.passed += passed;
      total.failed += failed;
      if (problem !== undefined) {
        say(`The ${name} suite ${problem}.`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return total;
}

/**
 * @param {string} name
 * @param {import('./suites.mjs').Command} command
 * @param {string} statsFile
 * @param {AbortSignal} signal
 */
async function runTests(name, { args, statsVariable }, statsFile, signal) {
  const variables = { GALERA_TEST: testScope(name), ...(statsVariable === undefined ? {} : { [statsVariable]: statsFile }) };
  const ending = await runInGroup(args, variables, signal);
  if (statsVariable === undefined) {
    return ending === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  }
  const stats = existsSync(statsFile) ? JSON.parse(readFileSync(statsFile, 'utf8')) : undefined;
  return countSuite({ stats, ending });
}

/**
 * Runs Node in a process group of its own, so that all it started can be ended with it.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} variables
 * @param {AbortSignal} signal
 */
async function runInGroup(args, variables, signal) {
  if (signal.aborted) {
    return 'cancelled';
  }
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, args, {
    cwd: repositoryRoot,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  /** @type {NodeJS.Timeout | undefined} */
  let killing;
  const end = () => {
    killGroup(child.pid, 'SIGTERM');
    killing = setTimeout(() => killGroup(child.pid, 'SIGKILL'), graceMs);
  };
  signal.addEventListener('abort', end, { once: true });
  const ending = await endOf(child);
  signal.removeEventListener('abort', end);
  clearTimeout(killing);
  // What the suite left running would go on using what is cleaned up next.
  killGroup(child.pid, 'SIGKILL');
  return ending;
}

/**
 * @param {number | undefined} leader
 * @param {NodeJS.Signals} signal
 */
function killGroup(leader, signal) {
  if (leader === undefined) {
    return;
  }
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
      throw error;
    }
  }
}
