import type { GaleraError } from '../vocabulary/errors';
import type { Ended } from './move';
import type { Step } from './step';
import type { World } from './world';

/** How the loop sees a cluster and does something to it: Docker and real servers, or simulated ones. */
export interface Hands {
  /** @throws GaleraError `aborted`, `dockerDown`, `dockerFailed` */
  observe(): Promise<World>;
  /** @throws GaleraError */
  act(step: Step): Promise<void>;
  /**
   * Waits until something may have changed, for so many milliseconds at most.
   *
   * @throws GaleraError `aborted`
   */
  untilNews(ms: number, signal: AbortSignal): Promise<void>;
  /** Why a node has ended, as its log and its donor's have it. */
  explain(ended: Ended): Promise<GaleraError>;
  /** The last lines of nodes' logs. */
  lastWords(nodes: readonly string[]): Promise<string[]>;
}

export interface Clock {
  /** Milliseconds; it only goes forward. */
  nowMs(): number;
}
