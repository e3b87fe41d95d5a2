import type { Engine, OperationOptions } from '../cluster/engine';
import type { CliArguments } from './arguments';

/** What a verb works with. */
export interface VerbContext {
  readonly engine: Engine;
  /** The cluster's name, or the default one. */
  readonly name: string;
  readonly args: CliArguments;
  readonly options: OperationOptions;
}

/** Carries out one verb; what it throws decides the exit code. */
export type Verb = (context: VerbContext) => Promise<void>;
