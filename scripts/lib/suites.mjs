import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { repositoryRoot } from './repository.mjs';

/**
 * A suite: what has to be there first, and its jobs, which run side by side and share nothing.
 *
 * @typedef {'bundles' | 'docker' | 'editor' | 'browser'} Need
 *
 * @typedef {object} Job
 * @property {string} name
 * @property {readonly string[]} args what Node runs
 * @property {boolean} counted it records its tests in the file that GALERA_RUN names (followRun.mjs); of any other the
 * exit
 *   code counts as one test
 * @property {boolean} leaves it makes clusters, and what is left of them is removed at its end
 * @property {number} deadlineMs for all of it
 *
 * @typedef {{ lane: keyof typeof lanes, needs: readonly Need[], jobs: () => readonly Job[] }} Suite
 */

const minuteMs = 60_000;
const modules = join(repositoryRoot, 'node_modules');
const hostFolder = join('test', 'host');

/**
 * How many jobs run at the same time. Starting containers and servers keeps 2 cores busy; more would only make each
 * slower.
 */
export const jobsAtOnce = 2;

/** How many of a kind: an editor with its browser keeps a processor busy by itself. */
export const lanes = { machine: 2, window: 1, nodes: 2 };

/** Longest first, as measured on 2 cores: the others fill the time beside them. */
const longIntegrations = [
  'rowsAtStake',
  'faults',
  'failures',
  'consistency',
  'unreliableDocker',
  'methods',
  'fidelity',
  'mysqldumpSst',
  'transfers',
  'takenBack',
  'olderCluster',
  'balancer',
  'killedInDdl',
  'oddUsers',
  'badInput',
  'bootsAnew',
  'insideNode',
  'recoverKeeps',
  'concurrency',
  'lifecycle',
  'compose',
  'tls',
  'wire',
  'busyDonor',
  'unfitActions',
  'officialLike',
  'gtid',
  'generated',
];

/** By `npm run test:all` only: they carry an image over to an engine of their own. */
const matrixIntegrations = ['dockerRestarted', 'fullDisk'];

/** @type {Readonly<Record<string, Suite>>} in the order they begin */
export const suites = {
  lint: {
    lane: 'machine',
    needs: [],
    jobs: () => [
      command('eslint', [join(modules, 'eslint', 'bin', 'eslint.js'), '.']),
      command('prettier', [join(modules, 'prettier', 'bin', 'prettier.cjs'), '--check', '.']),
      command('knip', [join(modules, 'knip', 'bin', 'knip.js')]),
      command('tsc', [join(modules, 'typescript', 'bin', 'tsc'), '--noEmit']),
      command('tsc-scripts', [join(modules, 'typescript', 'bin', 'tsc'), '--noEmit', '--project', 'scripts']),
    ],
  },
  unit: {
    lane: 'machine',
    needs: ['bundles'],
    jobs: () => [mocha('unit', { testMs: 10_000, deadlineMs: 5 * minuteMs, leaves: false }, testFiles(isUnit))],
  },
  journey: {
    lane: 'window',
    needs: ['bundles', 'docker', 'editor', 'browser'],
    jobs: () => [mocha('journey', { testMs: 300_000, deadlineMs: 30 * minuteMs, leaves: true }, testFiles(isJourney))],
  },
  host: {
    lane: 'window',
    needs: ['bundles', 'docker', 'editor', 'browser'],
    jobs: () => [
      {
        name: 'host',
        args: [join(repositoryRoot, hostFolder, 'runHostSuite.mjs')],
        counted: true,
        leaves: true,
        deadlineMs: 30 * minuteMs,
      },
      mocha('stand-in', { testMs: 120_000, deadlineMs: 10 * minuteMs, leaves: false }, testFiles(isStandIn)),
    ],
  },
  integration: {
    lane: 'nodes',
    needs: ['bundles', 'docker'],
    jobs: () =>
      testFiles(isIntegration)
        .map((file) => ({ file, name: basename(file, '.integration.test.cjs') }))
        .filter(({ name }) => process.env['GALERA_TEST_MATRIX'] === 'all' || !matrixIntegrations.includes(name))
        .sort((a, b) => rank(a.name) - rank(b.name))
        .map(({ file, name }) => mocha(name, { testMs: 300_000, deadlineMs: 45 * minuteMs, leaves: true }, [file])),
  },
};

/** @param {string} name */
function rank(name) {
  const at = longIntegrations.indexOf(name);
  return at < 0 ? longIntegrations.length : at;
}

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
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {Job}
 */
function command(name, args) {
  return { name, args, counted: false, leaves: false, deadlineMs: 5 * minuteMs };
}

/**
 * @param {string} name
 * @param {{ testMs: number, deadlineMs: number, leaves: boolean }} limits `testMs` of one test
 * @param {readonly string[]} files
 * @returns {Job}
 */
function mocha(name, { testMs, deadlineMs, leaves }, files) {
  const reporter = join(repositoryRoot, 'scripts', 'lib', 'promptReporter.mjs');
  const options = ['--reporter', reporter, '--timeout', String(testMs), '--forbid-only'];
  return {
    name,
    args: [join(modules, 'mocha', 'bin', 'mocha.js'), ...options, ...files],
    counted: true,
    leaves,
    deadlineMs,
  };
}
