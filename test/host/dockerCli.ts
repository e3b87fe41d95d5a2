import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { labels } from '../../src/cluster/vocabulary/labels';

const run = promisify(execFile);

/** Docker as a user has it in a terminal; resolves with what it printed, line by line. */
export async function docker(...args: string[]): Promise<string[]> {
  const { stdout } = await run('docker', args);
  return stdout.split('\n').filter((line) => line !== '');
}

/** Everything that carries a cluster's label, by kind and name. */
export async function resourcesOf(cluster: string): Promise<string[]> {
  const filter = ['--filter', `label=${labels.cluster}=${cluster}`];
  const [containers, volumes, networks] = await Promise.all([
    docker('ps', '--all', ...filter, '--format', 'container {{.Names}}'),
    docker('volume', 'ls', ...filter, '--format', 'volume {{.Name}}'),
    docker('network', 'ls', ...filter, '--format', 'network {{.Name}}'),
  ]);
  return [...containers, ...volumes, ...networks];
}

/** Removes all that is left of a test's cluster. */
export async function removeLeftovers(cluster: string): Promise<void> {
  const left = (await resourcesOf(cluster)).map((line) => line.split(' '));
  const named = (kind: string): string[] => left.flatMap(([what, name]) => (what === kind && name ? [name] : []));
  if (named('container').length > 0) {
    await docker('rm', '--force', '--volumes', ...named('container'));
  }
  for (const kind of ['volume', 'network']) {
    if (named(kind).length > 0) {
      await docker(kind, 'rm', ...named(kind));
    }
  }
}
