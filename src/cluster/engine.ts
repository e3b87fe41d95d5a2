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

/** An engine on a connected Docker; with GALERA_TEST=1 in the environment it makes, and meets, only what is a test's. */
export function createEngine(docker: Docker, log: Logger, env: NodeJS.ProcessEnv = process.env): Engine {
  return { docker, log, scope: env['GALERA_TEST'] === '1' ? { [labels.test]: '1' } : {} };
}

/** What every long operation takes. */
export interface OperationOptions {
  /** Once aborted, the operation undoes what it made and throws `aborted`. */
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** Who asks, for those who wait on the cluster's lock: "VS Code (pid 12)". */
  readonly holder: string;
}
