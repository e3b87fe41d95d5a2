import type { RowDataPacket } from 'mysql2/promise';
import { waitUntil } from '../../src/cluster/async/waitUntil';
import type { NodeDirectory } from '../chaos/nodeDirectory';
import { NodeSession } from '../chaos/nodeSession';

const deadlineMs = 60_000;
const timeoutMs = 30_000;

/**
 * Waits until all nodes have committed up to the same seqno, while nobody writes: what a joiner lacked it has replayed
 * by then.
 *
 * @throws GaleraError `deadline`, with how far each node is
 */
export async function untilCommonSeqno(directory: NodeDirectory, signal: AbortSignal): Promise<void> {
  const setup = ['SET SESSION wsrep_sync_wait = 0'];
  const sessions = directory.nodes.map((node) => new NodeSession(directory, node, setup, timeoutMs));
  let last = '';
  const details = (): Promise<string[]> => Promise.resolve([last]);
  try {
    await waitUntil({ signal, what: 'all nodes to be at one seqno', deadlineMs, details }, async () => {
      const seqnos = await Promise.all(sessions.map(lastCommitted));
      const seen = directory.nodes.map((node, index) => `${node} ${seqnos[index]}`).join(', ');
      const moved = seen !== last;
      last = seen;
      return new Set(seqnos).size === 1 ? { done: true } : moved ? 'progress' : 'notYet';
    });
  } finally {
    sessions.forEach((session) => session.drop());
  }
}

async function lastCommitted(session: NodeSession): Promise<string> {
  const [row] = await session.rows<RowDataPacket & { Value: string }>("SHOW GLOBAL STATUS LIKE 'wsrep_last_committed'");
  return row?.Value ?? '';
}
