import type { RowDataPacket } from 'mysql2/promise';
import { zeroUuid } from '../../src/cluster/guard/position';
import { pause } from '../../src/cluster/async/waitUntil';
import type { NodeDirectory } from './nodeDirectory';
import { NodeSession } from './nodeSession';
import type { ComponentSample, PrimaryWatch } from './primaryWatch';
import type { Timeline } from './timeline';

const everyMs = 300;
const timeoutMs = 2_000;
const wanted = ['cluster_status', 'local_state', 'ready', 'cluster_state_uuid', 'cluster_conf_id', 'incoming_addresses']
  .map((name) => `'wsrep_${name}'`)
  .join(', ');

type Row = RowDataPacket & { Variable_name: string; Value: string };

async function ask(session: NodeSession, directory: NodeDirectory): Promise<ComponentSample> {
  await session.open();
  const askedAt = Date.now();
  const rows = await session.rows<Row>(`SHOW GLOBAL STATUS WHERE Variable_name IN (${wanted})`);
  const value = (name: string): string => rows.find((row) => row.Variable_name === `wsrep_${name}`)?.Value ?? '';
  const stateUuid = value('cluster_state_uuid');
  const members = value('incoming_addresses')
    .split(',')
    .filter((address) => address !== '');
  return {
    node: session.node,
    askedAt,
    answeredAt: Date.now(),
    serving:
      value('cluster_status') === 'Primary' &&
      value('local_state') === '4' &&
      value('ready') === 'ON' &&
      stateUuid !== zeroUuid,
    stateUuid,
    confId: Number(value('cluster_conf_id')),
    members: members.map((address) => directory.nodeAt(address)).sort(),
  };
}

/** Asks every node again and again, each by itself so that a silent one doesn't hold up the others. */
export async function runSampler(
  directory: NodeDirectory,
  watch: PrimaryWatch,
  timeline: Timeline,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    directory.possible.map(async (node) => {
      const session = new NodeSession(directory, node, ['SET SESSION wsrep_sync_wait = 0'], timeoutMs);
      let told = '';
      const tell = (view: Readonly<Record<string, unknown>>): void => {
        const text = JSON.stringify(view);
        if (text !== told) {
          told = text;
          timeline.record('view', { node, ...view });
        }
      };
      while (!signal.aborted) {
        try {
          const sample = await ask(session, directory);
          watch.add(sample);
          const { serving, stateUuid, confId, members } = sample;
          tell({ serving, stateUuid, confId, members });
        } catch {
          session.drop();
          tell({ silent: true });
        }
        await pause(everyMs, signal).catch(() => undefined);
      }
      session.drop();
    }),
  );
}
