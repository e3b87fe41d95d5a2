import { appendFileSync } from 'node:fs';

/**
 * What happens in a run of tests, as one line of JSON each in a file: a run that is killed leaves all until then.
 *
 * - `at`: a test or hook begins. `took`: it has ended, after so many milliseconds.
 * - `passed`, `failed`: of a test; a hook only fails. `end`: every test is through.
 *
 * @typedef {{ what: 'at' | 'passed', title: string } | { what: 'failed', title: string, told: string }
 *   | { what: 'took', title: string, ms: number } | { what: 'end' }} RunEvent
 *
 * @typedef {object} Runnable
 * @property {() => string[]} titlePath
 * @property {number} [duration] in milliseconds
 *
 * @typedef {object} Runner the part of mocha's that is needed here; no import, as not every extension host can load
 * mocha so
 * @property {(event: string, listener: (runnable: Runnable, error: unknown) => void) => unknown} on
 */

const toldFromMs = 1_000;

/** @param {Runnable} runnable */
function titleOf(runnable) {
  return runnable.titlePath().join(' › ');
}

/** @param {unknown} error */
function whyOf(error) {
  const { stack, message, details } = /** @type {{ stack?: unknown, message?: unknown, details?: unknown }} */ (
    error ?? {}
  );
  const told =
    typeof stack === 'string' && stack.includes(String(message)) ? stack : `${String(message)}\n${String(stack ?? '')}`;
  const all = Array.isArray(details) ? [told.trimEnd(), ...details].join('\n') : told.trimEnd();
  return all.split('\n').map((line) => `    ${line}`);
}

/** @param {number | undefined} ms */
function seconds(ms) {
  return ms === undefined || ms < toldFromMs ? '' : ` (${(ms / 1_000).toFixed(1)} s)`;
}

/**
 * Tells of each test when it ends, of a failure with its reason, and keeps a record of the run.
 *
 * @param {Runner} runner
 * @param {(line: string) => void} tell
 * @param {string | undefined} file for the record, which is added to; none where undefined
 */
export function followRun(runner, tell, file) {
  /** @param {RunEvent} event */
  const record = (event) => {
    if (file !== undefined) {
      appendFileSync(file, `${JSON.stringify(event)}\n`);
    }
  };
  for (const begins of ['test', 'hook']) {
    runner.on(begins, (runnable) => record({ what: 'at', title: titleOf(runnable) }));
  }
  for (const ends of ['test end', 'hook end']) {
    runner.on(ends, (runnable) => record({ what: 'took', title: titleOf(runnable), ms: runnable.duration ?? 0 }));
  }
  runner.on('pass', (test) => {
    record({ what: 'passed', title: titleOf(test) });
    tell(`✔ ${titleOf(test)}${seconds(test.duration)}`);
  });
  runner.on('fail', (runnable, error) => {
    const told = [`✘ ${titleOf(runnable)}${seconds(runnable.duration)}`, ...whyOf(error)].join('\n');
    record({ what: 'failed', title: titleOf(runnable), told });
    tell(told);
  });
  runner.on('pending', (test) => tell(`- ${titleOf(test)}`));
  runner.on('end', () => record({ what: 'end' }));
}
