import type { Clock } from '../../../../src/cluster/loop/hands';
import type { Scheduler } from './scheduler';

/** A process that runs an operation. It may be cancelled, killed, or made to stand still. */
export class SimManager {
  readonly controller = new AbortController();
  /** Nodes that it has started. */
  readonly booted = new Set<string>();
  /** Whether the lock is its own; where it was lost, whether it could be taken again, once that is known. */
  hasLock: Promise<boolean> = Promise.resolve(true);
  /** It is somebody else's for good, and it knows. */
  isWithoutLock = false;
  isAlive = true;
  isDone = false;
  #hangsUntilMs = 0;

  constructor(
    readonly number: number,
    private readonly time: Scheduler,
    private readonly note: (line: () => string) => void,
  ) {}

  tell(line: () => string): void {
    this.note(() => `${String(this.number)} ${line()}`);
  }

  hang(ms: number): void {
    this.#hangsUntilMs = this.time.nowMs() + ms;
  }

  cancel(): void {
    // A reason spares the making of an exception that nobody reads.
    this.controller.abort('cancelled');
  }

  kill(): void {
    this.isAlive = false;
    this.cancel();
  }

  /** Time goes by. What it had begun when it was killed never ends for it. */
  async passing(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      await this.time.pause(ms, signal);
    } finally {
      while (this.#hangsUntilMs > this.time.nowMs()) {
        await this.time.pause(this.#hangsUntilMs - this.time.nowMs());
      }
      if (!this.isAlive) {
        await new Promise(() => undefined);
      }
    }
  }

  get clock(): Clock {
    return { nowMs: () => this.time.nowMs() };
  }
}

const retryMs = 200;
/** Until Docker has seen that the holder is dead. */
const releaseMs = 120;

/** A cluster's lock. */
export class SimLock {
  #holder: SimManager | undefined;

  constructor(private readonly time: Scheduler) {}

  get holder(): SimManager | undefined {
    return this.#holder;
  }

  /** @returns false where the one who waits for it was cancelled. */
  async take(manager: SimManager): Promise<boolean> {
    while (this.#holder !== undefined) {
      await this.time.pause(retryMs);
      if (manager.controller.signal.aborted) {
        return false;
      }
    }
    this.#holder = manager;
    return true;
  }

  release(manager: SimManager): void {
    manager.isDone = true;
    if (this.#holder === manager) {
      this.#holder = undefined;
    }
  }

  releaseOfDead(manager: SimManager): void {
    this.time.at(releaseMs, () => this.release(manager));
  }

  /** Somebody removes its container: the operation ends, and takes the lock again, where nobody else has it by then. */
  lose(afterMs: number): void {
    const loser = this.#holder;
    if (loser === undefined) {
      return;
    }
    this.#holder = undefined;
    loser.hasLock = new Promise((resolve) => {
      this.time.wake(afterMs, () => {
        this.#holder ??= loser.isAlive && !loser.isDone ? loser : undefined;
        loser.isWithoutLock = this.#holder !== loser;
        resolve(this.#holder === loser);
      });
    });
    loser.cancel();
  }
}
