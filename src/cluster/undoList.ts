import { toGaleraError } from './errors';
import type { Logger } from './logger';

/** What an operation has done so far, as the steps that take it back. */
export class UndoList {
  private readonly steps: { what: string; undo: () => Promise<unknown> }[] = [];

  /** @param what for the log, as in "the container galera-demo-g1". */
  add(what: string, undo: () => Promise<unknown>): void {
    this.steps.push({ what, undo });
  }

  /** Takes everything back, last first; a step that fails is logged and doesn't hold up the others. */
  async run(log: Logger): Promise<void> {
    for (const { what, undo } of this.steps.splice(0).reverse()) {
      try {
        await undo();
        log.info(`Took back ${what}`);
      } catch (error) {
        log.error(`Couldn't take back ${what}: ${toGaleraError(error).message}`);
      }
    }
  }
}
