import { fork } from 'node:child_process';
import type { SeriesNews, SeriesRequest } from './series';

export type SeriesEnd = Extract<SeriesNews, { kind: 'over' }>;

/**
 * Runs a series of schedules in a process of its own.
 *
 * @param bundle by buildSeries.ts.
 * @param onRan told now and then how many it has run.
 * @throws Error where that process ended before it had told how it went
 */
export async function runSeries(
  bundle: string,
  request: SeriesRequest,
  onRan: (runs: number) => void = () => undefined,
): Promise<SeriesEnd> {
  const child = fork(bundle, [JSON.stringify(request)], { execArgv: ['--enable-source-maps'] });
  let over: SeriesEnd | undefined;
  child.on('message', (news: SeriesNews) => {
    if (news.kind === 'over') {
      over = news;
    } else {
      onRan(news.runs);
    }
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (over === undefined) {
    throw new Error(`a series of schedules ended with ${String(code)} and told nothing`);
  }
  return over;
}

/** Does so many things at the same time as there are processors; of these more would only make each slower. */
export async function sideBySide<T>(tasks: readonly (() => Promise<T>)[], atOnce: number): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < tasks.length) {
      const mine = next;
      next += 1;
      const result = await tasks[mine]?.();
      if (result !== undefined) {
        results[mine] = result;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
