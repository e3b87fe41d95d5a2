/** A signal of one's own that fires with another. */
export interface FollowingSignal {
  readonly signal: AbortSignal;
  readonly abort: () => void;
  /** Lets go of the other signal and of the deadline; has to be called once nobody waits any more. */
  readonly end: () => void;
}

/**
 * A signal that fires when another does, after so many milliseconds, or when it is told to.
 *
 * Not AbortSignal.any with AbortSignal.timeout: Node may collect the latter before its time, and the former never fires
 * (https://github.com/nodejs/node/issues/57736).
 */
export function followSignal(other: AbortSignal, deadlineMs?: number): FollowingSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = deadlineMs === undefined ? undefined : setTimeout(abort, deadlineMs);
  const end = (): void => {
    clearTimeout(timer);
    other.removeEventListener('abort', abort);
  };
  other.addEventListener('abort', abort);
  if (other.aborted) {
    abort();
  }
  return { signal: controller.signal, abort, end };
}
