import { waitUntil } from './waitUntil.mjs';

/** Whether a process (or, with a negative id, any process of a group) is there. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Ends a process group: first asks, then, after `graceMs`, kills what is left of it. */
export async function endGroup(pid, graceMs) {
  send(-pid, 'SIGTERM');
  try {
    await waitUntil('the process group to end', () => !isAlive(-pid), { deadlineMs: graceMs });
  } catch {
    send(-pid, 'SIGKILL');
  }
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}
