import type Docker from 'dockerode';
import { BoundedCalls } from './boundedCalls';
import { labels } from '../vocabulary/labels';
import type { Logger } from '../vocabulary/logger';
import type { OnProgress } from '../vocabulary/progress';

/** What every engine function works with. */
export interface Engine {
  /** All its calls go through {@link calls}. */
  readonly docker: Docker;
  readonly calls: BoundedCalls;
  readonly log: Logger;
  /** Labels put on everything this engine makes, beside its own; clusters without them aren't there for it. */
  readonly scope: Readonly<Record<string, string>>;
}

/**
 * An engine on a connected Docker. With GALERA_TEST in the environment it makes, and meets, only what is a test's of
 * that name: tests that run side by side don't see each other's clusters, nor the user's.
 */
export function createEngine(docker: Docker, log: Logger, env: NodeJS.ProcessEnv = process.env): Engine {
  const test = env['GALERA_TEST'] ?? '';
  const calls = new BoundedCalls(docker);
  calls.pulse.listen({
    onSilence: (since) =>
      log.warn(`Docker hasn't answered since ${since.toTimeString().slice(0, 8)}; still waiting for it`),
    onAnswer: () => log.info('Docker answers again'),
  });
  return { docker: calls.following(undefined), calls, log, scope: test === '' ? {} : { [labels.test]: test } };
}

/** The engine, with calls that end with a signal: {@link BoundedCalls.following}. */
export function engineFollowing(engine: Engine, signal: AbortSignal): Engine {
  return { ...engine, docker: engine.calls.following(signal) };
}

/** The engine for what is done after a signal has fired: its calls end with it only where Docker answers nothing. */
export function engineOutlasting(engine: Engine, signal: AbortSignal): Engine {
  return { ...engine, docker: engine.calls.following(signal, 'endOnceSilent') };
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
