import { existsSync, readFileSync } from 'node:fs';

/**
 * What a run came to: the record that followRun keeps, added up.
 *
 * @typedef {object} Run
 * @property {number} passed
 * @property {readonly string[]} failed each test's title and the reason, as lines
 * @property {boolean} ended every test is through
 * @property {string | undefined} at the test or hook under way
 * @property {readonly { title: string, ms: number }[]} took tests and hooks, in milliseconds
 */

/**
 * @param {string} text lines of {@link import('./followRun.mjs').RunEvent}; the last may be cut off
 * @returns {Run}
 */
export function addUpRun(text) {
  const run = {
    passed: 0,
    failed: /** @type {string[]} */ ([]),
    ended: false,
    at: /** @type {string | undefined} */ (undefined),
    took: /** @type {{ title: string, ms: number }[]} */ ([]),
  };
  for (const line of text.split('\n').slice(0, -1)) {
    const event = /** @type {import('./followRun.mjs').RunEvent} */ (JSON.parse(line));
    switch (event.what) {
      case 'at':
        run.at = event.title;
        break;
      case 'took':
        run.at = undefined;
        run.took.push({ title: event.title, ms: event.ms });
        break;
      case 'passed':
        run.passed += 1;
        break;
      case 'failed':
        run.failed.push(event.told);
        break;
      case 'end':
        run.ended = true;
        break;
    }
  }
  return run;
}

/**
 * @param {string} file
 * @returns {Run | undefined} undefined where the run left no record
 */
export function readRun(file) {
  return existsSync(file) ? addUpRun(readFileSync(file, 'utf8')) : undefined;
}
