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

/** What `galera --help` has the verbs under, in this order. */
export const verbGroups = {
  clusters: 'Clusters',
  nodes: 'Nodes and faults',
  data: 'Data',
  watching: 'Watching',
  other: 'Other',
} as const;

type VerbGroup = keyof typeof verbGroups;

/** A line that can be typed as it is, and what it does; {@link Verb} help shows both. */
interface Example {
  /** What follows `galera`. */
  readonly line: string;
  readonly does: string;
}

/** A verb that stands behind a family's name: `create` in `galera snapshot create`. */
export interface SubVerb {
  readonly name: string;
  /** Its words and options, as `--help` and the README show them behind its name. */
  readonly synopsis: string;
  readonly purpose: string;
  readonly examples: readonly [Example, ...Example[]];
  /**
   * Declares its words and options, and the action that reads them: it throws a UsageError where they don't fit
   * together, before anything is connected to Docker, else it hands over the work. Shells complete a word or a value by
   * the name it is declared with: completion/offers.ts.
   */
  define(command: Command, run: (work: Work) => Promise<void>): void;
}

/** One verb of the command line: a file in verbs/, a line in verbs.ts and a row of the README's table. */
export interface Verb extends SubVerb {
  readonly group: VerbGroup;
}

/** Verbs that belong together and are typed behind one name; a row each in the README's table. */
export interface VerbFamily {
  readonly name: string;
  readonly group: VerbGroup;
  readonly purpose: string;
  readonly verbs: readonly [SubVerb, ...SubVerb[]];
}
