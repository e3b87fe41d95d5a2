import type { Command } from '@commander-js/extra-typings';
import type { Access, OperationOptions } from '../cluster/docker/access';

/** What a verb works with, once Docker answers. */
interface VerbContext {
  readonly access: Access;
  readonly options: OperationOptions;
}

/**
 * What a verb does; what it throws decides the exit code. It loads its part of the engine itself, so that help and
 * usage errors, which need nothing of it, come at once.
 */
export type Work = (context: VerbContext) => Promise<void>;

/** One verb of the command line: a file in verbs/, a line in verbs.ts and a row of the README's table. */
export interface Verb {
  readonly name: string;
  /** Its words and options, as `--help` and the README show them behind its name. */
  readonly synopsis: string;
  readonly purpose: string;
  /**
   * Declares its words and options, and the action that reads them: it throws a UsageError where they don't fit
   * together, before anything is connected to Docker, else it hands over the work.
   */
  define(command: Command, run: (work: Work) => Promise<void>): void;
}
