import type Docker from 'dockerode';
import { labels } from './labels';
import type { Logger } from './logger';
import type { OnProgress } from './progress';

/** What every engine function works with. */
export interface Engine {
  readonly docker: Docker;
  readonly log: Logger;
  /** Put on everything this engine makes, beside its own labels. */
  readonly extraLabels: Readonly<Record<string, string>>;
}

/** An engine on a connected Docker; GALERA_TEST=1 in the environment marks what it makes as a test's. */
export function createEngine(docker: Docker, log: Logger, env: NodeJS.ProcessEnv = process.env): Engine {
  return { docker, log, extraLabels: env['GALERA_TEST'] === '1' ? { [labels.test]: '1' } : {} };
}

/** What every long operation takes. */
export interface OperationOptions {
  /** Once aborted, the operation undoes what it made and throws `aborted`. */
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** Who asks, for those who wait on the cluster's lock: "VS Code (pid 12)". */
  readonly holder: string;
}
