import { createInterface } from 'node:readline';
import type { Access } from '../../src/cluster/docker/access';
import { labelFilter, labels } from '../../src/cluster/vocabulary/labels';
import type { LifeEvent } from './nodeLives';
import type { Timeline } from './timeline';

interface DockerEvent {
  readonly Action?: string;
  readonly timeNano?: number;
  readonly Actor?: { readonly Attributes?: Readonly<Record<string, string>> };
}

/** Records what happens to the nodes' containers, whoever does it, until the signal ends it. */
export async function watchLives(
  access: Access,
  cluster: string,
  timeline: Timeline,
  signal: AbortSignal,
): Promise<LifeEvent[]> {
  const label = [...labelFilter(access.scope, cluster).label, `${labels.role}=node`];
  const event = ['start', 'die', 'kill', 'pause', 'unpause', 'stop'];
  const stream = await access.docker.getEvents({ filters: { type: ['container'], event, label }, abortSignal: signal });
  const lives: LifeEvent[] = [];
  const lines = createInterface({ input: stream });
  // The abort ends it with an error.
  lines.on('error', () => undefined);
  lines.on('line', (line) => {
    const { Action: what = '', timeNano = 0, Actor: actor } = JSON.parse(line) as DockerEvent;
    const attributes = actor?.Attributes ?? {};
    const node = attributes[labels.node] ?? '';
    const at = Math.round(timeNano / 1e6);
    const exitCode = Number(attributes['exitCode'] ?? 0);
    timeline.record('docker', {
      node,
      what,
      dockerAt: at,
      ...(what === 'die' ? { exitCode } : {}),
      ...(what === 'kill' ? { signal: attributes['signal'] } : {}),
    });
    if (what === 'start' || what === 'die') {
      lives.push({ at, node, what, exitCode });
    }
  });
  return lives;
}
