import type { Engine } from './engine';
import { toGaleraError } from '../vocabulary/errors';

/** What an operation has done so far, as the steps that take it back. */
export class UndoList {
  private readonly steps: { what: string; undo: (engine: Engine) => Promise<unknown> }[] = [];

  /** @param what for the log, as in "the container galera-demo-g1". */
  add(what: string, undo: (engine: Engine) => Promise<unknown>): void {
    this.steps.push({ what, undo });
  }

  /**
   * Takes everything back, last first; a step that fails is logged and doesn't hold up the others.
   *
   * @param engine whose calls go on although the operation was cancelled.
   */
  async run(engine: Engine): Promise<void> {
    for (const { what, undo } of this.steps.splice(0).reverse()) {
      try {
        await undo(engine);
        engine.log.info(`Took back ${what}`);
      } catch (error) {
        engine.log.error(`Couldn't take back ${what}: ${toGaleraError(error).message}`);
      }
    }
  }
}
