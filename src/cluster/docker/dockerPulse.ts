import { timeOfDay } from '../vocabulary/timeOfDay';

/** Whom a pulse tells of silence. */
export interface PulseListener {
  /** @param since the moment of the last answer, or of the first call that got none. */
  readonly onSilence: (since: Date) => void;
  readonly onAnswer: () => void;
}

/** A call that takes longer than this has Docker asked whether it is there at all. */
const doubtMs = 2_000;
/** So long without any answer means that Docker doesn't answer. */
export const silenceMs = 5_000;
const lookMs = 500;

/**
 * Tells a Docker engine that is slow with one call from one that answers nothing: while a call waits, it is pinged, and
 * any answer to any call counts.
 */
export class DockerPulse {
  readonly #pending = new Map<object, number>();
  #lastAnswerMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #pinging: AbortController | undefined;
  #told = false;
  readonly #ping: (signal: AbortSignal) => Promise<unknown>;
  readonly #listeners = new Set<PulseListener>();

  /** @param ping fulfilled once Docker has answered it; cut by the signal. */
  constructor(ping: (signal: AbortSignal) => Promise<unknown>) {
    this.#ping = ping;
  }

  /** @returns what ends it. */
  listen(listener: PulseListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A call was sent whose answer should come soon. */
  sent(call: object): void {
    this.#pending.set(call, performance.now());
    // It would keep a process from ending that waits for nothing else.
    // After this process stood still its timers come before the answers that lie on its connections.
    this.#timer ??= setInterval(() => setImmediate(() => this.#look()), lookMs).unref();
  }

  /** A call was answered, in whatever way. */
  answered(call: object): void {
    this.givenUp(call);
    this.#heard();
  }

  #heard(): void {
    this.#lastAnswerMs = performance.now();
    if (this.#told) {
      this.#told = false;
      for (const listener of this.#listeners) {
        listener.onAnswer();
      }
    }
  }

  /** Nobody waits for a call's answer any more. */
  givenUp(call: object): void {
    this.#pending.delete(call);
    if (this.#pending.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#pinging?.abort();
    }
  }

  /** Whether it has been told that Docker is silent, and nothing has been heard of it since. */
  get isKnownSilent(): boolean {
    return this.#told;
  }

  /** For how long Docker has owed every answer, in milliseconds; 0 where it owes none. */
  silentMs(): number {
    const first = Math.min(...this.#pending.values());
    return this.#pending.size === 0 ? 0 : performance.now() - Math.max(first, this.#lastAnswerMs);
  }

  #look(): void {
    const silentMs = this.silentMs();
    if (silentMs >= silenceMs && !this.#told) {
      this.#told = true;
      const since = new Date(timeOfDay() - silentMs);
      for (const listener of this.#listeners) {
        listener.onSilence(since);
      }
    }
    if (silentMs >= doubtMs && this.#pinging === undefined) {
      const pinging = new AbortController();
      this.#pinging = pinging;
      void this.#ping(pinging.signal)
        .then(
          () => this.#heard(),
          () => undefined,
        )
        .finally(() => {
          this.#pinging = undefined;
        });
    }
  }
}
