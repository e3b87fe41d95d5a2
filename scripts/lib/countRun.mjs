/**
 * What a run of tests counts as. One that crashed, ran nothing, or failed without saying which test, is one failure
 * more: green must mean that tests ran and passed.
 *
 * @param {{ run: import('./readRun.mjs').Run | undefined, ending: number | string }} what
 *   `run` undefined where it left no record; `ending` its exit code, or in words what else ended it
 * @returns {{ passed: number, failed: number, problem?: string }}
 */
export function countRun({ run, ending }) {
  if (run === undefined) {
    return { passed: 0, failed: 1, problem: `ended (${ending}) before its first test` };
  }
  const { passed } = run;
  const failed = run.failed.length;
  if (!run.ended) {
    const at = run.at === undefined ? '' : `; it was at "${run.at}"`;
    return { passed, failed: failed + 1, problem: `ended (${ending}) before its tests were through${at}` };
  }
  if (passed + failed === 0) {
    return { passed, failed: 1, problem: 'ran no test' };
  }
  if (ending !== 0 && failed === 0) {
    return { passed, failed: 1, problem: `ended with ${ending} although its tests passed` };
  }
  return { passed, failed };
}
