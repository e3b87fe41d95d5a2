import { findCommand, runCommand } from './runCommand.mjs';
import { say, sayWhy } from './userError.mjs';

/** What is there stays: a package of somebody else's that stands in the way is for its owner to remove. */
export const installOptions = ['-o', 'DPkg::Lock::Timeout=120', '--yes', '--no-install-recommends', '--no-remove'];

/** True where this process may install packages with apt. */
export function canAptInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && findCommand('apt-get') !== undefined;
}

/**
 * Installs Debian packages; the caller has asked canAptInstall().
 *
 * @param {readonly string[]} packages
 * @throws {import('./userError.mjs').UserError}
 */
export async function aptInstall(packages) {
  say(`Installing ${packages.join(', ')} (apt) …`);
  await aptUpdate();
  await runCommand('apt-get', ['install', ...installOptions, ...packages], { env: quietEnvironment() });
}

/** @type {Promise<string> | undefined} */
let updating;

/** Brings apt's package lists up to date, once in a run. */
export async function aptUpdate() {
  // One source that fails is no reason to give up: the others may have all that is wanted.
  updating ??= runCommand('apt-get', ['update'], { env: quietEnvironment() }).catch((error) => {
    sayWhy(error);
    return '';
  });
  await updating;
}

/** apt must not ask, nor restart services of the machine by itself. */
function quietEnvironment() {
  return { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1' };
}
