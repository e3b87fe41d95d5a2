import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository.mjs';
import { runCommand } from './runCommand.mjs';

export const cliBundle = join(repositoryRoot, 'dist', 'cli.cjs');
const bundles = [cliBundle, join(repositoryRoot, 'dist', 'extension.cjs')];
const inputs = ['src', 'esbuild.mjs', 'package-lock.json'];

/**
 * Builds extension and CLI where something they are made from is newer.
 *
 * @throws {import('./userError.mjs').UserError} with what the bundler said
 */
export async function ensureBuild() {
  const built = Math.min(...bundles.map(changedAt));
  if (inputs.some((input) => newestIn(join(repositoryRoot, input)) > built)) {
    await runCommand(process.execPath, ['esbuild.mjs']);
  }
}

/**
 * Builds the tests into out/.
 *
 * @throws {import('./userError.mjs').UserError} with what the bundler said
 */
export async function buildTests() {
  await runCommand(process.execPath, ['esbuild.mjs', '--tests']);
}

/**
 * When anything under a path last changed; a folder changes too when something in it is removed.
 *
 * @param {string} path
 * @returns {number} milliseconds since 1970
 */
function newestIn(path) {
  const inside = statSync(path).isDirectory() ? readdirSync(path).map((name) => newestIn(join(path, name))) : [];
  return Math.max(changedAt(path), ...inside);
}

/** @param {string} path */
function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
