import type Docker from 'dockerode';
import { pause } from '../../../src/cluster/async/waitUntil';

const lookEveryMs = 200;
const mib = 2 ** 20;

interface Stats {
  readonly memory_stats: { readonly stats?: { readonly total_rss?: number; readonly anon?: number } };
}

/** Memory of all processes of a container now, without the page cache: cgroup v1 calls it total_rss, v2 anon. */
async function memoryOf(container: Docker.Container): Promise<number> {
  // one-shot: Docker would otherwise take a second sample a second later.
  const stats = (await container.stats({ stream: false, 'one-shot': true })) as Stats;
  return (stats.memory_stats.stats?.total_rss ?? stats.memory_stats.stats?.anon ?? 0) / mib;
}

/** Watches a container's memory until it is told to stop; then the most there was at once, in MiB. */
export function watchMemory(container: Docker.Container): { stop(): Promise<number> } {
  const enough = new AbortController();
  let peak = 0;
  const watching = (async () => {
    while (!enough.signal.aborted) {
      peak = Math.max(peak, await memoryOf(container).catch(() => 0));
      await pause(lookEveryMs, enough.signal).catch(() => undefined);
    }
    return Math.round(peak);
  })();
  return {
    stop() {
      enough.abort();
      return watching;
    },
  };
}
