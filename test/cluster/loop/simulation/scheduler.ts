import { GaleraError } from '../../../../src/cluster/vocabulary/errors';
import type { Clock } from '../../../../src/cluster/loop/hands';

/** A seeded source of chance (mulberry32): the same seed always gives the same. */
export class Chance {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  of<T>(all: readonly T[]): T {
    const one = all[this.between(0, all.length - 1)];
    if (one === undefined) {
      throw new RangeError('nothing to choose from');
    }
    return one;
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }
}

interface Due {
  readonly atMs: number;
  readonly act: () => void;
  /** Somebody goes on with it in a promise. */
  readonly wakes: boolean;
}

/** Simulated time: nothing waits, and what is due next happens next. */
export class Scheduler implements Clock {
  #nowMs = 0;
  /** The last is due first. */
  readonly #due: Due[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  #plan(due: Due): void {
    let place = this.#due.length;
    while (place > 0 && (this.#due[place - 1]?.atMs ?? 0) <= due.atMs) {
      place -= 1;
    }
    this.#due.splice(place, 0, due);
  }

  /** @param act ends no promise and begins none; where it does, {@link wake} is for it. */
  at(afterMs: number, act: () => void): void {
    this.#plan({ atMs: this.#nowMs + afterMs, act, wakes: false });
  }

  /** As {@link at}, and whoever waited for this goes on before anything else happens, as far as it gets. */
  wake(afterMs: number, act: () => void): void {
    this.#plan({ atMs: this.#nowMs + afterMs, act, wakes: true });
  }

  async pause(ms: number, signal?: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const onAbort = (): void => this.wake(0, resolve);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.wake(ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
    });
    if (signal?.aborted === true) {
      throw new GaleraError('aborted', 'Cancelled.');
    }
  }

  /** Runs until a condition holds, or nothing is due any more, or so much simulated time is over. */
  async run(isOver: () => boolean, mostMs: number): Promise<void> {
    while (!isOver() && this.#nowMs < mostMs) {
      const next = this.#due.pop();
      if (next === undefined) {
        return;
      }
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.act();
      if (next.wakes) {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
    }
  }
}
