import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repositoryRoot } from './repository.mjs';

/**
 * A suite: the commands it runs, and what has to be there first. A mocha suite writes its counts to a file; of any
 * other command the exit code counts as one test.
 *
 * @typedef {'bundles' | 'docker' | 'editor' | 'browser'} Need
 * @typedef {{ args: readonly string[], statsVariable?: string }} Command run by Node; `statsVariable` names the
 *   environment variable that tells it where the counts go
 * @typedef {{ needs: readonly Need[], deadlineMs: number, commands: () => readonly Command[] }} Suite
 */

const minuteMs = 60_000;
const modules = join(repositoryRoot, 'node_modules');
const hostFolder = join('test', 'host');

/** @type {Readonly<Record<string, Suite>>} in the order they run */
export const suites = {
  lint: {
    needs: [],
    deadlineMs: 5 * minuteMs,
    commands: () => [
      { args: [join(modules, 'eslint', 'bin', 'eslint.js'), '.'] },
      { args: [join(modules, 'typescript', 'bin', 'tsc'), '--noEmit'] },
      { args: [join(modules, 'typescript', 'bin', 'tsc'), '--noEmit', '--project', 'scripts'] },
    ],
  },
  unit: {
    needs: ['bundles'],
    deadlineMs: 5 * minuteMs,
    commands: () => [mocha(10_000, testFiles(isUnit))],
  },
  integration: {
    needs: ['bundles', 'docker'],
    deadlineMs: 45 * minuteMs,
    commands: () => [mocha(180_000, testFiles(isIntegration))],
  },
  host: {
    needs: ['bundles', 'docker', 'editor', 'browser'],
    deadlineMs: 15 * minuteMs,
    commands: () => [
      mocha(120_000, testFiles(isStandIn)),
      { args: [join(repositoryRoot, hostFolder, 'runHostSuite.mjs')], statsVariable: 'GALERA_HOST_STATS' },
    ],
  },
  journey: {
    needs: ['bundles', 'docker', 'editor', 'browser'],
    deadlineMs: 15 * minuteMs,
    commands: () => [mocha(300_000, testFiles(isJourney))],
  },
};

/** @param {string} file */
function isIntegration(file) {
  return file.endsWith('.integration.test.cjs');
}

/** @param {string} file */
function isJourney(file) {
  return file === join(hostFolder, 'journey.test.cjs');
}

/** @param {string} file */
function isStandIn(file) {
  return file === join(hostFolder, 'standIn.test.cjs');
}

/** @param {string} file */
function isUnit(file) {
  return ![isIntegration, isJourney, isStandIn].some((is) => is(file)) && !file.startsWith(join(hostFolder, 'suite'));
}

/**
 * The bundled tests that belong to a suite.
 *
 * @param {(file: string) => boolean} belongs asked with the path below out/
 */
function testFiles(belongs) {
  const built = join(repositoryRoot, 'out');
  if (!existsSync(built)) {
    return [];
  }
  return readdirSync(built, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => file.endsWith('.test.cjs') && belongs(relative(built, file)))
    .sort();
}

/**
 * @param {number} timeoutMs of one test
 * @param {readonly string[]} files
 * @returns {Command}
 */
function mocha(timeoutMs, files) {
  const reporter = join(repositoryRoot, 'scripts', 'lib', 'countingReporter.mjs');
  const options = ['--reporter', reporter, '--timeout', String(timeoutMs), '--forbid-only'];
  return { args: [join(modules, 'mocha', 'bin', 'mocha.js'), ...options, ...files], statsVariable: 'GALERA_STATS' };
}
