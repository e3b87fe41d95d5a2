import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { repositoryRoot } from './repository.mjs';
import { UserError } from './userError.mjs';

const detailLines = 20;

/**
 * Runs a command without showing its output and returns its stdout.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>}
 * @throws {UserError} with the command's last lines, where it can't be run or fails
 */
export async function runCommand(command, args, { env = process.env } = {}) {
  const child = spawn(command, args, { cwd: repositoryRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
  const ending = await endOf(child);
  if (ending !== 0) {
    const lines = output.trimEnd().split('\n').slice(-detailLines);
    throw new UserError(`${command} ${args[0] ?? ''} failed (${ending}); its last lines are above.`, lines);
  }
  return stdout;
}

/**
 * How a child ends: its exit code, or in words what else happened.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number | string>}
 */
export function endOf(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? String(signal)));
  });
}

/**
 * Where a command is, as a shell would find it (and in the sbin folders, which a user's PATH may lack).
 *
 * @param {string} command
 * @returns {string | undefined}
 */
export function findCommand(command) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, command)).find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
