import type Docker from 'dockerode';
import { readFile } from '../docker/containerFiles';
import { pause } from '../waitUntil';
import { parseBootReport } from './bootReport';
import { nodePaths } from './nodePaths';

const lookMs = 500;

/**
 * Waits until a node that recovers its data is through with that, for so long at most. It founds nothing afterwards; ended
 * midway it would have to begin again.
 *
 * @returns whether it recovers no more.
 * @throws GaleraError `aborted`; whatever Docker says
 */
export async function outlastsRecovery(container: Docker.Container, mostMs: number, signal: AbortSignal): Promise<boolean> {
  const began = performance.now();
  for (;;) {
    const report = parseBootReport((await readFile(container, nodePaths.boot)) ?? '');
    if (report?.phase !== 'recovering') {
      return true;
    }
    if (performance.now() - began > mostMs) {
      return false;
    }
    await pause(lookMs, signal);
  }
}
