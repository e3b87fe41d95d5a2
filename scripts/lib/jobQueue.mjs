import { lanes } from './suites.mjs';

/** @typedef {import('./suites.mjs').Job & { suite: string, lane: keyof typeof lanes }} QueuedJob */

/**
 * Jobs that wait for their turn: in order, but past those whose lane is full, and those of suites that aren't ready.
 */
export class JobQueue {
  #suites = /** @type {(QueuedJob[] | undefined)[]} */ ([]);
  #running = /** @type {QueuedJob[]} */ ([]);
  #waiting = /** @type {(() => void)[]} */ ([]);
  #signal;

  /**
   * @param {number} suites how many there will be
   * @param {AbortSignal} signal nobody gets a job any more
   */
  constructor(suites, signal) {
    this.#suites = Array.from({ length: suites }, () => undefined);
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake());
  }

  /** How many jobs wait that are known. */
  get length() {
    return this.#suites.reduce((sum, jobs) => sum + (jobs?.length ?? 0), 0);
  }

  /**
   * @param {number} place of the suite in the order
   * @param {readonly QueuedJob[]} jobs all that it has
   */
  put(place, jobs) {
    this.#suites[place] = [...jobs];
    this.#wake();
  }

  /**
   * The next job; it counts as running until `finished` is called.
   *
   * @returns {Promise<QueuedJob | undefined>} undefined once there is none, or the signal has fired
   */
  async next() {
    while (!this.#signal.aborted) {
      const job = this.#take();
      if (job !== undefined) {
        this.#running.push(job);
        return job;
      }
      if (this.#suites.every((jobs) => jobs?.length === 0)) {
        return undefined;
      }
      await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    }
    return undefined;
  }

  /** @param {QueuedJob} job */
  finished(job) {
    this.#running = this.#running.filter((each) => each !== job);
    this.#wake();
  }

  #take() {
    for (const jobs of this.#suites) {
      const at =
        jobs?.findIndex(({ lane }) => this.#running.filter((each) => each.lane === lane).length < lanes[lane]) ?? -1;
      if (at >= 0) {
        return jobs?.splice(at, 1)[0];
      }
    }
    return undefined;
  }

  #wake() {
    this.#waiting.splice(0).forEach((go) => go());
  }
}
