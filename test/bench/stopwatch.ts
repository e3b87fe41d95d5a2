import { performance } from 'node:perf_hooks';

/** Seconds that something takes. */
export async function secondsOf(action: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await action();
  return (performance.now() - began) / 1000;
}
