/**
 * What a suite's run counts as. A suite that crashed, ran nothing, or failed without saying which test, is one
 * failure: green must mean that tests ran and passed.
 *
 * @param {{ stats: { passes: number, failures: number } | undefined, ending: number | string }} run
 *   `stats` undefined where the suite left none; `ending` its exit code, or in words what else ended it
 * @returns {{ passed: number, failed: number, problem?: string }}
 */
export function countSuite({ stats, ending }) {
  if (stats === undefined) {
    return { passed: 0, failed: 1, problem: `ended (${ending}) before its tests were through` };
  }
  const { passes: passed, failures: failed } = stats;
  if (passed + failed === 0) {
    return { passed, failed: 1, problem: 'ran no test' };
  }
  if (ending !== 0 && failed === 0) {
    return { passed, failed: 1, problem: `ended with ${ending} although its tests passed` };
  }
  return { passed, failed };
}
