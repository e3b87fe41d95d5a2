import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isInstalled } from './lockfile.mjs';
import { repositoryRoot } from './repository.mjs';
import { runAttached } from './runAttached.mjs';
import { runCommand } from './runCommand.mjs';
import { UserError, say } from './userError.mjs';

const oldestNode = 22;
const pinnedNode = join(repositoryRoot, 'node_modules', 'node', 'bin', 'node');

/**
 * Runs `npm ci` where node_modules is missing or isn't what package-lock.json asks for.
 *
 * @param {Promise<void>} meanwhile what goes on beside it and is waited for, however it ends
 * @throws {UserError}
 */
export async function ensureDependencies(meanwhile = Promise.resolve()) {
  try {
    await installDependencies();
  } finally {
    await meanwhile;
  }
}

async function installDependencies() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages(join('node_modules', '.package-lock.json'));
  if (wanted !== undefined && installed !== undefined && isInstalled(wanted, installed)) {
    return;
  }
  say('Installing the npm packages …');
  await runCommand('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { env: environmentOutside() });
}

/**
 * Runs this script again on the pinned Node where the running one is too old for the tools.
 *
 * @returns {Promise<number | undefined>} the exit code of that run; undefined where this Node will do
 */
export async function rerunOnPinnedNode() {
  if (Number.parseInt(process.versions.node, 10) >= oldestNode) {
    return undefined;
  }
  if (!existsSync(pinnedNode)) {
    throw new UserError(`Node ${oldestNode} or newer is needed and this is ${process.version}: install a newer Node.`);
  }
  const path = [join(repositoryRoot, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  return await runAttached(pinnedNode, process.argv.slice(1), { env: { ...process.env, PATH: path } });
}

/** npm scripts have node_modules/.bin first on the PATH, and with it a Node that `npm ci` is about to remove. */
function environmentOutside() {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return { ...process.env, PATH: folders.filter((folder) => !folder.startsWith(repositoryRoot)).join(delimiter) };
}

/**
 * @param {string} file
 * @returns {import('./lockfile.mjs').Packages | undefined}
 */
function readPackages(file) {
  const path = join(repositoryRoot, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}
