import { setTimeout as delay } from 'node:timers/promises';
import { GaleraError, throwIfAborted } from '../vocabulary/errors';

/**
 * A pause between two looks at a condition.
 *
 * @throws GaleraError `aborted`
 */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    throwIfAborted(signal);
  }
}

/** How long to wait, and what to say where it was in vain. */
export interface WaitOptions {
  readonly signal: AbortSignal;
  /** What is waited for, as in "g2 to be Synced". */
  readonly what: string;
  /** Milliseconds without progress after which the wait fails. */
  readonly deadlineMs: number;
  /** What helps to see why: a node's last log lines. */
  readonly details: () => Promise<readonly string[]>;
}

/** A look at a condition: its value once it holds; `progress` puts the deadline off. */
export type Reading<T> = { readonly done: T } | 'progress' | 'notYet';

const longestPauseMs = 1_000;

/**
 * How long to pause before the next look: the longer something has taken already, the longer; by a fiftieth of it, so
 * that nobody waits noticeably longer, and a transfer of minutes isn't slowed down by being watched. On a busy machine
 * looks take long themselves: two thirds of the time are for what is waited for.
 *
 * @param leastMs the pause at first, in milliseconds.
 * @param waitedMs milliseconds since the first look.
 * @param lookMs milliseconds that the last look took.
 */
export function pauseBetweenLooks(leastMs: number, waitedMs: number, lookMs: number): number {
  return Math.min(longestPauseMs, Math.max(leastMs, waitedMs / 50, 2 * lookMs));
}

const leastPauseMs = 100;

/**
 * Waits until a condition holds.
 *
 * @throws GaleraError `deadline`, naming what was waited for; `aborted`; whatever the look throws.
 */
export async function waitUntil<T>(options: WaitOptions, look: () => Promise<Reading<T>>): Promise<T> {
  const began = performance.now();
  let since = began;
  for (;;) {
    throwIfAborted(options.signal);
    const looked = performance.now();
    const seen = await look();
    const lookMs = performance.now() - looked;
    if (typeof seen === 'object') {
      return seen.done;
    }
    if (seen === 'progress') {
      since = performance.now();
    }
    if (performance.now() - since > options.deadlineMs) {
      throw new GaleraError('deadline', `Waited ${String(options.deadlineMs / 1000)} s in vain for ${options.what}.`, {
        advice: "The node's last log lines are in the log.",
        details: await options.details(),
      });
    }
    await pause(pauseBetweenLooks(leastPauseMs, performance.now() - began, lookMs), options.signal);
  }
}
