import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 100;

/**
 * Asks `probe` until it gives something other than undefined or false, and returns that.
 * Throws when the signal aborts, when `probe` throws, and after `deadlineMs` with a sentence that names `what`
 * was waited for, followed by the lines that `details` gives.
 */
export async function waitUntil(what, probe, { deadlineMs, signal, details }) {
  const deadline = AbortSignal.timeout(deadlineMs);
  for (;;) {
    signal?.throwIfAborted();
    const result = await probe();
    if (result !== undefined && result !== false) {
      return result;
    }
    if (deadline.aborted) {
      const lines = (await details?.()) ?? [];
      throw new Error([`Waited ${deadlineMs / 1000} s for ${what}.`, ...lines].join('\n  '));
    }
    await delay(pollMs, undefined, { signal });
  }
}
