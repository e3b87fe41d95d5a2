import type Modem from 'docker-modem';

/** How long calls to Docker are waited for, in milliseconds. */
export interface CallPatience {
  /** For what only reads. */
  readonly readMs: number;
  /** For what changes something: on a busy machine Docker takes its time to make, start and remove containers. */
  readonly changeMs: number;
}

/** For all but tests. */
export const usualPatience: CallPatience = { readMs: 30_000, changeMs: 120_000 };

/** What dockerode hands over for a call (docker-modem, lib/modem.js), of which its types tell only a part. */
export interface Call extends Modem.DialOptions {
  readonly abortSignal?: AbortSignal;
  readonly isStream?: boolean;
  readonly statusCodes: Record<number, string | boolean>;
}

/** A call as a log names it: "GET /containers/json". Its query isn't named, in which anything may be. */
export function nameOf({ method = 'GET', path }: Call): string {
  return `${method} ${path.split('?', 1)[0] ?? ''}`;
}

/** Whether a call changes nothing. */
export function isRead({ method = 'GET' }: Call): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The stop timeout of our nodes, in seconds (nodeContainer.ts). */
const longestStopSeconds = 60;

/**
 * For how long a call is waited for until its answer begins, in milliseconds; undefined for one that is answered when
 * something has happened.
 */
export function deadlineOf(
  call: Pick<Call, 'method' | 'path' | 'options'>,
  { readMs, changeMs }: CallPatience,
): number | undefined {
  const name = nameOf(call as Call);
  if (/ \/containers\/[^/]+\/wait$/.test(name)) {
    return undefined;
  }
  if (/ \/containers\/[^/]+\/stop$/.test(name)) {
    const seconds: unknown = call.options?.['t'];
    return (typeof seconds === 'number' ? seconds : longestStopSeconds) * 1000 + changeMs;
  }
  return isRead(call as Call) ? readMs : changeMs;
}
