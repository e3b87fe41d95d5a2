import { readFile } from 'node:fs/promises';

/**
 * What a suite in the extension host came to, from the file it wrote when it was through. The editor's own exit
 * code is no proof: it is 0 too when the extension host was killed midway.
 * @returns {Promise<{ tests: number, passes: number, failures: number } | undefined>}
 */
export async function readStats(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** Why a run isn't green, in one sentence, or undefined where it is. */
export function whyNotGreen(exitCode, stats) {
  if (stats === undefined) {
    return 'The extension host ended before its tests were through.';
  }
  if (stats.failures > 0) {
    return `${stats.failures} of ${stats.tests} tests failed in the extension host.`;
  }
  if (!(stats.tests > 0)) {
    return 'No test ran in the extension host.';
  }
  return exitCode === 0 ? undefined : `The editor ended with exit code ${exitCode} although its tests passed.`;
}
