import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPreparing } from './prepareTests.mjs';
import { runJob } from './runJob.mjs';
import { suites } from './suites.mjs';
import { jobScope, removeLeftovers, removeLeftoversOfRuns } from './testLeftovers.mjs';
import { timesTaken } from './timesTaken.mjs';
import { UserError, say, sayWhy } from './userError.mjs';

/** Most of a test's time is waiting for a server: more jobs than processors keep those busy. */
const sideBySide = availableParallelism() + 1;

/**
 * Runs suites, their jobs side by side, and removes what each leaves, also when interrupted.
 *
 * @param {readonly string[]} names
 * @returns {Promise<{ passed: number, failed: number }>} a job that couldn't run counts as one failure
 */
export async function runSuites(names) {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.on(signal, interrupt));
  const chosen = Object.entries(suites).filter(([name]) => names.includes(name));
  const needs = new Set(chosen.flatMap(([, suite]) => suite.needs));
  const folder = mkdtempSync(join(tmpdir(), 'galera-tests-'));
  /** @type {import('./timesTaken.mjs').Done[]} */
  const done = [];
  let host = /** @type {string | undefined} */ (undefined);
  const preparations = startPreparing(needs, (answering) => (host = answering));
  try {
    const waiting = [...chosen];
    /** @type {(import('./suites.mjs').Job & { suite: string })[]} */
    let queue = [];
    // A suite's jobs are known once the tests are built; the next suite's are asked for when a worker runs out of them.
    const next = async () => {
      while (queue.length === 0) {
        const [suite, { needs: wanted, jobs }] = waiting.shift() ?? [undefined, { needs: [], jobs: () => [] }];
        if (suite === undefined) {
          return undefined;
        }
        try {
          await Promise.race([Promise.all(wanted.map((need) => preparations.get(need))), untilAborted(interruption.signal)]);
          queue = queue.concat(jobs().map((job) => ({ ...job, suite })));
        } catch (error) {
          sayWhy(error);
          done.push({ suite, job: suite, passed: 0, failed: 1, ms: 0, took: [] });
        }
      }
      return queue.shift();
    };
    let asking = /** @type {Promise<unknown>} */ (Promise.resolve());
    const work = async () => {
      for (;;) {
        // One after the other: each sees what the one before took.
        const asked = asking.then(next);
        asking = asked;
        const job = await asked;
        if (job === undefined || interruption.signal.aborted) {
          return;
        }
        say(`== ${job.name}`);
        const outcome = await runJob(job, folder, interruption.signal);
        done.push({ suite: job.suite, job: job.name, ...outcome });
        say(`== ${job.name}: ${outcome.passed} passed, ${outcome.failed} failed in ${(outcome.ms / 1000).toFixed(0)} s`);
        if (host !== undefined && job.leaves) {
          await removeLeftovers(host, jobScope(job.name), 'allButPrepared');
        }
      }
    };
    await Promise.all(Array.from({ length: sideBySide }, work));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    if (host !== undefined) {
      await removeLeftoversOfRuns(host);
    }
  }
  timesTaken(done).forEach(say);
  return {
    passed: done.reduce((sum, { passed }) => sum + passed, 0),
    failed: done.reduce((sum, { failed }) => sum + failed, 0) + (interruption.signal.aborted ? 1 : 0),
  };
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
function untilAborted(signal) {
  return new Promise((_, reject) => {
    const fail = () => reject(new UserError('Interrupted.'));
    signal.addEventListener('abort', fail, { once: true });
    if (signal.aborted) {
      fail();
    }
  });
}
