import { dockerFailure } from './docker/dockerErrors';
import { readLines } from './docker/readStream';
import type { Engine } from './engine';
import { type GaleraError, toGaleraError } from './errors';
import { labelFilter } from './labels';
import type { ClusterView } from './model';
import { readClusters } from './readClusters';
import { pause } from './waitUntil';

/** Where a watch's findings go. */
export interface WatchOptions {
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Milliseconds between two looks when nothing happens. */
  readonly intervalMs: number;
  onClusters(clusters: readonly ClusterView[]): void;
  /** Told when a look fails; the watch goes on, and a later onClusters says that it's over. */
  onError(error: GaleraError): void;
}

/** Several events arrive for one command; they are worth one look. */
const settleMs = 100;
const retryMs = 2_000;
const mostEventBytes = 1_048_576;

/**
 * Follows Docker's events on our containers until the stream ends, calling back for each that changes a state.
 */
async function followEvents(engine: Engine, signal: AbortSignal, onEvent: () => void): Promise<void> {
  const stream = await engine.docker.getEvents({
    filters: { ...labelFilter(engine.scope), type: ['container', 'volume'] },
    abortSignal: signal,
  });
  for await (const line of readLines(stream, { what: "Docker's events", mostBytes: mostEventBytes, silentMs: undefined })) {
    const action = (JSON.parse(line) as { Action?: string }).Action ?? '';
    // Execs and archive copies are our own reads.
    if (!/^(exec_|archive-path|extract-to-dir|attach|top|resize)/.test(action)) {
      onEvent();
    }
  }
}

/**
 * Reports every cluster at once, after every Docker event that changes one, and every interval, until the signal
 * ends it. When Docker goes away it reports the error and tries again until Docker is back.
 */
export async function watchClusters(engine: Engine, options: WatchOptions): Promise<void> {
  const { signal } = options;
  let wake: () => void = () => undefined;
  let pending = false;
  const onEvent = (): void => {
    pending = true;
    wake();
  };
  const follow = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await followEvents(engine, signal, onEvent);
      } catch (error) {
        if (!signal.aborted) {
          engine.log.debug(`Docker's events ended: ${dockerFailure(error, 'Following them').message}`);
        }
      }
      await pause(retryMs, signal).catch(() => undefined);
      // Whatever happened while nobody listened shows now.
      onEvent();
    }
  };
  const following = follow();
  while (!signal.aborted) {
    pending = false;
    try {
      options.onClusters(await readClusters(engine, signal));
    } catch (error) {
      if (!signal.aborted) {
        options.onError(toGaleraError(error));
      }
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
  await following;
}
