import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { countRun } from './countRun.mjs';
import { readRun } from './readRun.mjs';
import { repositoryRoot } from './repository.mjs';
import { endOf } from './runCommand.mjs';
import { testScope } from './testLeftovers.mjs';
import { say } from './userError.mjs';

const graceMs = 30_000;
const keptLines = 20;

/**
 * What a job came to. A job that couldn't run is one failure.
 *
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} failures what was said of each, as lines
 * @property {number} ms how long it ran
 * @property {readonly { title: string, ms: number }[]} took its tests and hooks
 */

/**
 * Runs a job, each line of its output behind its name; ends it, and says what it was at, when its time is up.
 *
 * @param {import('./suites.mjs').Job} job
 * @param {string} folder for its record
 * @param {AbortSignal} signal ends it
 * @returns {Promise<Outcome>}
 */
export async function runJob(job, folder, signal) {
  const began = performance.now();
  const file = join(folder, `${job.name}.jsonl`);
  const { ending, lastLines } = await runInGroup(job, file, signal);
  const ms = performance.now() - began;
  if (!job.counted) {
    const [passed, failed] = ending === 0 ? [1, 0] : [0, 1];
    return {
      passed,
      failed,
      failures: ending === 0 ? [] : [[`✘ ${job.name} ended (${ending})`, ...lastLines].join('\n')],
      ms,
      took: [],
    };
  }
  const run = readRun(file);
  const { passed, failed, problem } = countRun({ run, ending });
  const failures = [...(run?.failed ?? [])];
  if (problem !== undefined) {
    say(`${job.name} ${problem}.`);
    failures.push([`✘ ${job.name} ${problem}`, ...lastLines].join('\n'));
  }
  return { passed, failed, failures, ms, took: run?.took ?? [] };
}

/**
 * Runs Node in a process group of its own, so that all it started can be ended with it.
 *
 * @param {import('./suites.mjs').Job} job
 * @param {string} file
 * @param {AbortSignal} signal
 * @returns {Promise<{ ending: number | string, lastLines: readonly string[] }>} how it ended, and the last that it said
 */
async function runInGroup({ name, args, deadlineMs }, file, signal) {
  if (signal.aborted) {
    return { ending: 'cancelled', lastLines: [] };
  }
  /** @type {string[]} */
  const lastLines = [];
  const env = { ...process.env, GALERA_TEST: testScope(name), GALERA_RUN: file };
  const child = spawn(process.execPath, args, {
    cwd: repositoryRoot,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  for (const output of [child.stdout, child.stderr]) {
    createInterface({ input: output }).on('line', (line) => {
      process.stdout.write(`[${name}] ${line}\n`);
      lastLines.push(`    ${line}`);
      lastLines.splice(0, lastLines.length - keptLines);
    });
  }
  let why = /** @type {string | undefined} */ (undefined);
  /** @type {NodeJS.Timeout | undefined} */
  let killing;
  /** @param {string} reason */
  const end = (reason) => {
    why ??= reason;
    killGroup(child.pid, 'SIGTERM');
    killing ??= setTimeout(() => killGroup(child.pid, 'SIGKILL'), graceMs);
  };
  const interrupted = () => end('interrupted');
  const late = setTimeout(() => end(`out of its ${deadlineMs / 60_000} minutes`), deadlineMs);
  signal.addEventListener('abort', interrupted, { once: true });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  // What it left running holds its output, and would go on using what is cleaned up next.
  void exited.then(() => killGroup(child.pid, 'SIGKILL'));
  const ending = await endOf(child);
  signal.removeEventListener('abort', interrupted);
  clearTimeout(late);
  clearTimeout(killing);
  return { ending: why ?? ending, lastLines };
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
