import type Docker from 'dockerode';
import { lastLogLines, type LogOptions } from '../../src/cluster/docker/containerLogs';

/** A node's log, whose lines of ours each name their boot, without that. */
export function withoutBoots(log: string): string {
  return log.replaceAll(/(galera-(?:node|sst): )boot=\S+ /g, '$1');
}

/** The last lines of a node's log, {@link withoutBoots}. */
export async function plainLog(
  container: Docker.Container,
  count: number,
  options: LogOptions = {},
): Promise<string[]> {
  return (await lastLogLines(container, count, options)).map(withoutBoots);
}
