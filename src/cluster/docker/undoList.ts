import type { Access } from './access';
import { toGaleraError } from '../vocabulary/errors';

/** What an operation has done so far, as the steps that take it back. */
export class UndoList {
  private readonly steps: { what: string; undo: (access: Access) => Promise<unknown> }[] = [];

  /** @param what for the log, as in "the container galera-demo-g1". */
  add(what: string, undo: (access: Access) => Promise<unknown>): void {
    this.steps.push({ what, undo });
  }

  /**
   * Takes everything back, last first; a step that fails is logged and doesn't hold up the others.
   *
   * @param access whose calls go on although the operation was cancelled.
   */
  async run(access: Access): Promise<void> {
    for (const { what, undo } of this.steps.splice(0).reverse()) {
      try {
        await undo(access);
        access.log.info(`Took back ${what}`);
      } catch (error) {
        access.log.error(`Couldn't take back ${what}: ${toGaleraError(error).message}`);
      }
    }
  }
}
