import type Docker from 'dockerode';
import { BoundedCalls } from './boundedCalls';
import { labels } from '../vocabulary/labels';
import type { Logger } from '../vocabulary/logger';
import type { OnProgress } from '../vocabulary/progress';

/** The way to Docker that every function of the engine takes, with its log and its scope. */
export interface Access {
  /** All its calls go through {@link calls}. */
  readonly docker: Docker;
  readonly calls: BoundedCalls;
  readonly log: Logger;
  /** Labels put on everything that is made by it, beside its own; clusters without them aren't there for it. */
  readonly scope: Readonly<Record<string, string>>;
}

/**
 * Access to a connected Docker. With GALERA_TEST in the environment it makes, and meets, only what is a test's of
 * that name: tests that run side by side don't see each other's clusters, nor the user's.
 */
export function createAccess(docker: Docker, log: Logger, env: NodeJS.ProcessEnv = process.env): Access {
  const test = env['GALERA_TEST'] ?? '';
  const calls = new BoundedCalls(docker);
  calls.pulse.listen({
    onSilence: (since) =>
      log.warn(`Docker hasn't answered since ${since.toTimeString().slice(0, 8)}; still waiting for it`),
    onAnswer: () => log.info('Docker answers again'),
  });
  return { docker: calls.following(undefined), calls, log, scope: test === '' ? {} : { [labels.test]: test } };
}

/** The same, with calls that end with a signal: {@link BoundedCalls.following}. */
export function accessFollowing(access: Access, signal: AbortSignal): Access {
  return { ...access, docker: access.calls.following(signal) };
}

/** The same for what is done after a signal has fired: its calls end with it only where Docker answers nothing. */
export function accessOutlasting(access: Access, signal: AbortSignal): Access {
  return { ...access, docker: access.calls.following(signal, 'endOnceSilent') };
}

/** What every long operation takes. */
export interface OperationOptions {
  /** Once aborted, the operation undoes what it made and throws `aborted`. */
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** Who asks, for those who wait on the cluster's lock: "VS Code (pid 12)". */
  readonly holder: string;
  /**
   * Under a cluster's lock: whether it is held, once that is known. Where it was lost and is somebody else's by now,
   * nothing may be taken back any more.
   */
  readonly stillLocked?: () => Promise<boolean>;
}
