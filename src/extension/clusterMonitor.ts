import { setTimeout as delay } from 'node:timers/promises';
import type { Access } from '../cluster/docker/access';
import { GaleraError, toGaleraError } from '../cluster/vocabulary/errors';
import { followSignal } from '../cluster/async/followSignal';
import type { Logger } from '../cluster/vocabulary/logger';
import type { watchClusters } from '../cluster/view/watchClusters';
import { hasClusters, type MonitorState, retryDelayMs, viewStateOf } from './monitorState';

export interface MonitorParts {
  connect(signal: AbortSignal): Promise<Access>;
  /** Told when the connection is no good any more. */
  disconnect(): void;
  readonly watch: typeof watchClusters;
  readIntervalMs(state: MonitorState): number;
  onState(state: MonitorState): void;
  readonly log: Logger;
}

/**
 * Keeps {@link MonitorState} up to date: watches the clusters, and where Docker goes away tries again with
 * growing pauses. Says what happened in the log, once, and in the state; never in a notification.
 */
export class ClusterMonitor {
  #state: MonitorState = { kind: 'loading' };
  #failures = 0;
  #disposed = false;
  #turn = new AbortController();
  #watchedEveryMs = 0;
  #onReported: (() => void)[] = [];
  readonly #parts: MonitorParts;

  constructor(parts: MonitorParts) {
    this.#parts = parts;
  }

  get state(): MonitorState {
    return this.#state;
  }

  /** Runs until {@link dispose}. */
  async run(): Promise<void> {
    while (!this.#disposed) {
      this.#turn = new AbortController();
      const { signal } = this.#turn;
      const error = await this.#watch(signal);
      if (signal.aborted) {
        continue;
      }
      this.#fail(error);
      this.#parts.disconnect();
      await delay(retryDelayMs(this.#failures), undefined, { signal }).catch(() => undefined);
    }
    this.#reported();
  }

  /** Reads everything anew; resolves with the next report. */
  refresh(): Promise<void> {
    if (this.#disposed) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#onReported.push(resolve);
      this.#turn.abort();
    });
  }

  /** Watches at another pace where what is shown asks for it. */
  adjustPace(): void {
    if (this.#parts.readIntervalMs(this.#state) !== this.#watchedEveryMs) {
      this.#turn.abort();
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#turn.abort();
  }

  /** Watches until the turn or Docker ends it; resolves with why it ended. */
  async #watch(turn: AbortSignal): Promise<GaleraError> {
    const { signal, abort, end } = followSignal(turn);
    let failure: GaleraError | undefined;
    try {
      const access = await this.#parts.connect(signal);
      this.#watchedEveryMs = this.#parts.readIntervalMs(this.#state);
      await this.#parts.watch(access, {
        signal,
        intervalMs: this.#watchedEveryMs,
        onClusters: (clusters) => {
          if (!signal.aborted) {
            this.#succeed({ kind: 'clusters', clusters });
          }
        },
        onStale: (since) => {
          if (!signal.aborted && this.#state.kind === 'clusters') {
            this.#report({ ...this.#state, staleSince: since });
          }
        },
        onError: (error) => {
          failure ??= error;
          abort();
        },
      });
    } catch (error) {
      failure ??= toGaleraError(error);
    } finally {
      end();
    }
    return (
      failure ?? new GaleraError('dockerDown', "Docker doesn't answer any more.", { advice: 'Start Docker again.' })
    );
  }

  #succeed(state: MonitorState): void {
    if (this.#failures > 0) {
      this.#parts.log.info('The clusters can be read again.');
    }
    this.#failures = 0;
    this.#report(state);
    this.adjustPace();
  }

  #fail(error: GaleraError): void {
    this.#failures += 1;
    const lines = [error.message, ...error.details];
    const sameAsBefore = this.#state.kind === 'failed' && this.#state.error.message === error.message;
    for (const line of lines) {
      this.#parts.log[sameAsBefore ? 'debug' : 'warn'](line);
    }
    const state: MonitorState = { kind: 'failed', error, hadClusters: hasClusters(this.#state) };
    // One read that failed while Docker answers, say of a container just being removed, is no news yet.
    if (viewStateOf(state) === 'failed' && this.#failures === 1 && this.#state.kind === 'clusters') {
      this.#reported();
      return;
    }
    this.#report(state);
  }

  #report(state: MonitorState): void {
    this.#state = state;
    this.#parts.onState(state);
    this.#reported();
  }

  #reported(): void {
    const waiting = this.#onReported;
    this.#onReported = [];
    for (const resolve of waiting) {
      resolve();
    }
  }
}
