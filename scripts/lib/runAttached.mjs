import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { endOf } from './runCommand.mjs';
import { say } from './userError.mjs';

/** @type {readonly NodeJS.Signals[]} */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command on this terminal as if it had been called itself: its streams are ours, our signals are its.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code; 128 + the signal's number where a signal ended it
 */
export async function runAttached(command, args, { env = process.env } = {}) {
  const child = spawn(command, args, { stdio: 'inherit', env });
  /** @type {Set<NodeJS.Signals>} */
  const sent = new Set();
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    // npm passes on what it gets, and a terminal's Ctrl+C reaches every process: the command gets each once.
    const hasItAlready = sent.has(signal) || (signal === 'SIGINT' && process.stdin.isTTY);
    sent.add(signal);
    if (!hasItAlready) {
      child.kill(signal);
    }
  };
  forwarded.forEach((signal) => process.on(signal, forward));
  const ending = await endOf(child);
  forwarded.forEach((signal) => process.off(signal, forward));
  if (typeof ending === 'number') {
    return ending;
  }
  if (ending in constants.signals) {
    return 128 + constants.signals[/** @type {NodeJS.Signals} */ (ending)];
  }
  say(`${command} couldn't be run: ${ending}`);
  return 1;
}
