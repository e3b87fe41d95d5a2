import type Docker from 'dockerode';
import { followSignal } from '../async/followSignal';
import { pause } from '../async/waitUntil';

/** Several lines come for one thing that happened; they are worth one look. */
const settleMs = 15;

/**
 * Rings when containers say something new, or end. What they say is read by whoever looks then: a line that is missed
 * here costs a moment, and one that is made up costs a look.
 */
export class LogBell {
  readonly #followed = new Map<string, AbortController>();
  readonly #isNews: RegExp;
  #ring: () => void = () => undefined;
  #hasRung = false;

  /** @param isNews what in a container's output is worth a look. */
  constructor(isNews: RegExp) {
    this.#isNews = isNews;
  }

  /** Listens to a run of a container from now on; one that is listened to already is left at that. */
  follow(container: Docker.Container, run: string): void {
    if (!this.#followed.has(run)) {
      const until = new AbortController();
      this.#followed.set(run, until);
      void this.#listen(container, until.signal).catch(() => undefined);
    }
  }

  async #listen(container: Docker.Container, abortSignal: AbortSignal): Promise<void> {
    const output = await container.logs({ stdout: true, stderr: true, follow: true, tail: 0, abortSignal });
    for await (const piece of output) {
      if (this.#isNews.test(piece.toString())) {
        this.ring();
      }
    }
    this.ring();
  }

  ring(): void {
    this.#hasRung = true;
    this.#ring();
  }

  /**
   * Waits until it rings, for so many milliseconds at most; also for what has rung since the last wait ended.
   *
   * @throws GaleraError `aborted`
   */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const either = followSignal(signal);
    this.#ring = () => either.abort();
    if (!this.#hasRung) {
      await pause(ms, either.signal).catch(() => undefined);
    }
    either.end();
    this.#ring = () => undefined;
    if (this.#hasRung) {
      this.#hasRung = false;
      await pause(Math.min(ms, settleMs), signal);
    }
  }

  /** Listens to nothing any more. */
  end(): void {
    for (const until of this.#followed.values()) {
      until.abort();
    }
  }
}
