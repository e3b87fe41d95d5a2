import type Docker from 'dockerode';
import { labels } from './labels';
import type { Logger } from './logger';
import type { OnProgress } from './progress';

/** What every engine function works with. */
export interface Engine {
  readonly docker: Docker;
  readonly log: Logger;
  /** Labels put on everything this engine makes, beside its own; clusters without them aren't there for it. */
  readonly scope: Readonly<Record<string, string>>;
}

/**
 * An engine on a connected Docker. With GALERA_TEST in the environment it makes, and meets, only what is a test's of that
 * name: tests that run side by side don't see each other's clusters, nor the user's.
 */
export function createEngine(docker: Docker, log: Logger, env: NodeJS.ProcessEnv = process.env): Engine {
  const test = env['GALERA_TEST'] ?? '';
  return { docker, log, scope: test === '' ? {} : { [labels.test]: test } };
}

/** What every long operation takes. */
export interface OperationOptions {
  /** Once aborted, the operation undoes what it made and throws `aborted`. */
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** Who asks, for those who wait on the cluster's lock: "VS Code (pid 12)". */
  readonly holder: string;
}
