import { startPreparing } from './prepareTests.mjs';
import { runSuite } from './runSuite.mjs';
import { suites } from './suites.mjs';
import { removeLeftovers } from './testLeftovers.mjs';
import { UserError, say, sayWhy } from './userError.mjs';

/**
 * Runs suites one after another and removes what they leave, also when interrupted.
 *
 * @param {readonly string[]} names
 * @returns {Promise<{ passed: number, failed: number }>} a suite that couldn't run counts as one failure
 */
export async function runSuites(names) {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.on(signal, interrupt));
  const chosen = Object.entries(suites).filter(([name]) => names.includes(name));
  const needs = new Set(chosen.flatMap(([, suite]) => suite.needs));
  const total = { passed: 0, failed: 0 };
  let host = /** @type {string | undefined} */ (undefined);
  try {
    /** @type {ReturnType<typeof startPreparing> | undefined} */
    let preparations;
    for (const [name, suite] of chosen) {
      say(`\n== ${name}`);
      if (suite.needs.length > 0) {
        preparations ??= startPreparing(needs, (answering) => (host = answering));
      }
      const prepared = Promise.all(suite.needs.map((need) => preparations?.get(need)));
      const counts = await runPrepared(name, suite, prepared, interruption.signal);
      total.passed += counts.passed;
      total.failed += counts.failed;
      if (interruption.signal.aborted) {
        break;
      }
    }
  } finally {
    for (const [name] of host === undefined ? [] : chosen) {
      await removeLeftovers(host ?? '', name);
    }
  }
  return total;
}

/**
 * @param {string} name
 * @param {import('./suites.mjs').Suite} suite
 * @param {Promise<unknown>} prepared
 * @param {AbortSignal} signal
 */
async function runPrepared(name, suite, prepared, signal) {
  try {
    await Promise.race([prepared, untilAborted(signal)]);
    return await runSuite(name, suite, signal);
  } catch (error) {
    sayWhy(error);
    return { passed: 0, failed: 1 };
  }
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
function untilAborted(signal) {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new UserError('Interrupted.')), { once: true });
  });
}
