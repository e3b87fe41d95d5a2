import { dockerFailure } from '../docker/dockerErrors';
import { readLines } from '../docker/readStream';
import { type Access, accessFollowing } from '../docker/access';
import { type GaleraError, toGaleraError } from '../vocabulary/errors';
import { labelFilter } from '../vocabulary/labels';
import type { ClusterView } from '../vocabulary/model';
import { readClusters } from './readClusters';
import { timeOfDay } from '../vocabulary/timeOfDay';
import { pause } from '../async/waitUntil';

/** Where a watch's findings go. */
export interface WatchOptions {
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Milliseconds between two looks when nothing happens. */
  readonly intervalMs: number;
  onClusters(clusters: readonly ClusterView[]): void;
  /**
   * Told when what was reported last can't be read anew: Docker has fallen silent, or a look takes long. A later
   * onClusters says that it's over.
   *
   * @param since when the last look that came to an end began.
   */
  onStale(since: Date): void;
  /** Told when a look fails; the watch goes on, and a later onClusters says that it's over. */
  onError(error: GaleraError): void;
}

/** Several events arrive for one command; they are worth one look. */
const settleMs = 100;
const retryMs = 2_000;
/** How long a look may take before what is shown counts as stale. */
const freshMs = 5_000;
/** While something is shown, Docker is asked so often whether it is there: its events don't tell that it hangs. */
const heartbeatMs = 2_000;
const mostEventBytes = 1_048_576;

/**
 * Follows Docker's events on our containers until the stream ends, calling back for each that changes a state.
 */
async function followEvents(access: Access, signal: AbortSignal, onEvent: () => void): Promise<void> {
  const stream = await access.docker.getEvents({
    filters: { ...labelFilter(access.scope), type: ['container', 'volume'] },
    abortSignal: signal,
  });
  for await (const line of readLines(stream, {
    what: "Docker's events",
    mostBytes: mostEventBytes,
    silentMs: undefined,
  })) {
    const action = (JSON.parse(line) as { Action?: string }).Action ?? '';
    // Execs and archive copies are our own reads.
    if (!/^(exec_|archive-path|extract-to-dir|attach|top|resize)/.test(action)) {
      onEvent();
    }
  }
}

/**
 * Reports every cluster at once, after every Docker event that changes one, and every interval, until the signal
 * ends it; and says when what it reported can't be read anew. When Docker goes away it reports the error and tries
 * again until Docker is back.
 */
export async function watchClusters(unbound: Access, options: WatchOptions): Promise<void> {
  const { signal } = options;
  const access = accessFollowing(unbound, signal);
  let wake: () => void = () => undefined;
  let pending = false;
  const onEvent = (): void => {
    pending = true;
    wake();
  };
  const follow = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await followEvents(access, signal, onEvent);
      } catch (error) {
        if (!signal.aborted) {
          access.log.debug(`Docker's events ended: ${dockerFailure(error, 'Following them').message}`);
        }
      }
      await pause(retryMs, signal).catch(() => undefined);
      // Whatever happened while nobody listened shows now.
      onEvent();
    }
  };
  const following = follow();
  let readAt: Date | undefined;
  let isShown = false;
  const tellStale = (): void => {
    if (readAt !== undefined && !signal.aborted) {
      options.onStale(readAt);
    }
  };
  const unlisten = access.calls.pulse.listen({ onSilence: tellStale, onAnswer: onEvent });
  const listen = async (): Promise<void> => {
    while (!signal.aborted) {
      await pause(heartbeatMs, signal).catch(() => undefined);
      if (isShown && !signal.aborted) {
        // Its silence is the pulse's to tell.
        await access.docker.ping().catch(() => undefined);
      }
    }
  };
  const listening = listen();
  while (!signal.aborted) {
    pending = false;
    const began = new Date(timeOfDay());
    const late = setTimeout(tellStale, freshMs);
    try {
      const clusters = await readClusters(access, signal);
      readAt = began;
      isShown = clusters.length > 0;
      options.onClusters(clusters);
    } catch (error) {
      if (!signal.aborted) {
        options.onError(toGaleraError(error));
      }
    } finally {
      clearTimeout(late);
    }
    await Promise.race([
      pause(options.intervalMs, signal).catch(() => undefined),
      new Promise<void>((resolve) => {
        wake = resolve;
        if (pending) {
          resolve();
        }
      }),
    ]);
    await pause(settleMs, signal).catch(() => undefined);
  }
  unlisten();
  await Promise.all([following, listening]);
}
