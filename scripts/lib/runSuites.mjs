import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failuresTold } from './failuresTold.mjs';
import { JobQueue } from './jobQueue.mjs';
import { startPreparing } from './prepareTests.mjs';
import { runJob } from './runJob.mjs';
import { jobsAtOnce, suites } from './suites.mjs';
import { removeLeftovers, removeLeftoversOfRun, testScope } from './testLeftovers.mjs';
import { timesTaken } from './timesTaken.mjs';
import { UserError, linesOf, say, sayWhy } from './userError.mjs';

/**
 * Runs suites, some jobs side by side in the order of the suites, and removes what their jobs leave, also when
 * interrupted.
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
  /** @type {SuiteRun} */
  const run = {
    folder,
    signal: interruption.signal,
    done: [],
    host: undefined,
    preparations: startPreparing(needs, (answering) => (run.host = answering)),
  };
  try {
    const queue = new JobQueue(chosen.length, interruption.signal);
    const queueing = chosen.map(([name, suite], place) => queueJobs(name, suite, queue, place, run));
    const work = async () => {
      for (let job = await queue.next(); job !== undefined; job = await queue.next()) {
        await runAndClear(job.suite, job, run);
        queue.finished(job);
        say(`${queue.length} jobs to come`);
      }
    };
    await Promise.all([...queueing, ...Array.from({ length: jobsAtOnce }, work)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    if (run.host !== undefined) {
      await removeLeftoversOfRun(run.host);
    }
  }
  timesTaken(run.done).forEach(say);
  failuresTold(run.done).forEach(say);
  return {
    passed: run.done.reduce((sum, { passed }) => sum + passed, 0),
    failed: run.done.reduce((sum, { failed }) => sum + failed, 0) + (interruption.signal.aborted ? 1 : 0),
  };
}

/**
 * What the jobs of a run have in common.
 *
 * @typedef {object} SuiteRun
 * @property {string} folder for the jobs' records
 * @property {AbortSignal} signal
 * @property {import('./timesTaken.mjs').Done[]} done
 * @property {string | undefined} host the Docker engine, once one answers
 * @property {ReturnType<typeof startPreparing>} preparations
 */

/**
 * Queues a suite's jobs once all is there that it needs: only then are they known.
 *
 * @param {string} name
 * @param {import('./suites.mjs').Suite} suite
 * @param {JobQueue} queue
 * @param {number} place of the suite
 * @param {SuiteRun} run
 */
async function queueJobs(name, { lane, needs, jobs }, queue, place, run) {
  try {
    await Promise.race([Promise.all(needs.map((need) => run.preparations.get(need))), untilAborted(run.signal)]);
    queue.put(
      place,
      jobs().map((job) => ({ ...job, suite: name, lane })),
    );
  } catch (error) {
    sayWhy(error);
    run.done.push({
      suite: name,
      job: name,
      passed: 0,
      failed: 1,
      failures: [linesOf(error).join('\n')],
      ms: 0,
      took: [],
    });
    queue.put(place, []);
  }
}

/**
 * @param {string} suite
 * @param {import('./suites.mjs').Job} job
 * @param {SuiteRun} run
 */
async function runAndClear(suite, job, run) {
  say(`== ${job.name}`);
  const outcome = await runJob(job, run.folder, run.signal);
  run.done.push({ suite, job: job.name, ...outcome });
  say(`== ${job.name}: ${outcome.passed} passed, ${outcome.failed} failed in ${(outcome.ms / 1_000).toFixed(0)} s`);
  if (run.host !== undefined && job.leaves) {
    await removeLeftovers(run.host, testScope(job.name), 'allButPrepared');
  }
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
