import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultHost, pingDocker } from './dockerHost.mjs';
import { findCommand, runCommand } from './runCommand.mjs';
import { UserError, say } from './userError.mjs';

const logFile = '/var/log/galera-clusters-dockerd.log';
const deadlineMs = 60_000;
const pollMs = 200;

/** Daemons that won't start while the process named here lives, even if it is another one by now. */
const pidFiles = [
  { file: '/var/run/docker.pid', command: 'dockerd' },
  { file: '/var/run/docker/containerd/containerd.pid', command: 'containerd' },
];
/** At each start the log before goes, beyond this. */
const mostLogBytes = 10 * 1024 * 1024;

/** Whether something other than this script looks after the machine's services. */
export function hasServices() {
  return existsSync('/run/systemd/system');
}

/** Starts the service of an engine that was just installed, and waits until it answers. */
export async function startDockerService() {
  say('Starting the Docker engine …');
  await runCommand('systemctl', ['start', 'docker']);
  await untilItAnswers(() => undefined);
}

/**
 * Starts the installed Docker engine in the background and waits until it answers.
 *
 * @throws {UserError} with the last lines of its log
 */
export async function startDockerd() {
  say('Starting the Docker engine …');
  pidFiles.forEach(removeStale);
  if (existsSync(logFile) && statSync(logFile).size > mostLogBytes) {
    renameSync(logFile, `${logFile}.1`);
  }
  const log = openSync(logFile, 'a');
  const daemon = spawn(findCommand('dockerd') ?? 'dockerd', ['--log-level', 'warn'], {
    cwd: '/',
    // A session of its own: it outlives this script and its terminal.
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/local/sbin:/usr/sbin:/sbin` },
  });
  closeSync(log);
  daemon.unref();
  let ending = /** @type {string | undefined} */ (undefined);
  daemon.once('error', (error) => (ending = error.message));
  daemon.once('exit', (code, signal) => (ending = String(code ?? signal)));
  await untilItAnswers(() => ending);
}

/** @param {() => string | undefined} readEnding how the daemon ended, once it did */
async function untilItAnswers(readEnding) {
  const deadline = performance.now() + deadlineMs;
  while ((await pingDocker(defaultHost)) !== 'answers') {
    const ending = readEnding();
    if (ending !== undefined) {
      throw new UserError(`The Docker engine ended (${ending}) while starting; its log is ${logFile}.`, lastLogLines());
    }
    if (performance.now() > deadline) {
      const message = `The Docker engine doesn't answer after ${deadlineMs / 1000} s; its log is ${logFile}.`;
      throw new UserError(message, lastLogLines());
    }
    await delay(pollMs);
  }
}

/**
 * Removes a pid file whose daemon doesn't live any more.
 *
 * @param {{ file: string, command: string }} pidFile `command` is part of the daemon's
 */
export function removeStale({ file, command }) {
  if (!existsSync(file)) {
    return;
  }
  const commandFile = `/proc/${readFileSync(file, 'utf8').trim()}/cmdline`;
  if (!existsSync(commandFile) || !readFileSync(commandFile, 'utf8').includes(command)) {
    rmSync(file);
  }
}

function lastLogLines() {
  return existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15) : [];
}
