import { sstFailureCause } from '../../sst/sstLog';
import { allDoneOrNone } from '../allDone';
import { lastLogLines } from '../docker/containerLogs';
import type { Engine, OperationOptions } from '../engine';
import { findMembers, type Member } from '../members';
import { findCredentials, readNode } from '../readClusters';
import { type Look, waitUntil } from '../waitUntil';
import { nodeFailure } from './nodeFailure';

/** Without a sign of progress. A state transfer is progress, however long it takes. */
const syncDeadlineMs = 120_000;

/** A failed transfer is followed by the lines of the configuration changes it causes. */
const donorLogLines = 1_000;

/** The cause that a donor's log gives for a failed transfer, whichever member it was. */
async function transferFailure(engine: Engine, members: readonly Member[]): Promise<string[]> {
  const logs = await Promise.all(
    members.map((member) => lastLogLines(engine.docker.getContainer(member.containerName), donorLogLines).catch(() => [])),
  );
  return logs.flatMap(sstFailureCause);
}

/**
 * Waits until every named node is Synced.
 *
 * @throws GaleraError `nodeFailed` when a node's container ends before that, with its last log lines and the
 * donor's reason; `deadline`, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function awaitSynced(
  engine: Engine,
  cluster: string,
  nodes: readonly string[],
  { signal: outer, onProgress }: OperationOptions,
): Promise<void> {
  const credentials = await findCredentials(engine, await findMembers(engine, cluster));
  await allDoneOrNone(nodes, outer, async (node, signal) => {
    const name = (await findMembers(engine, cluster)).find((member) => member.node === node)?.containerName ?? node;
    const container = engine.docker.getContainer(name);
    const details = (): Promise<string[]> => lastLogLines(container, 20);
    await waitUntil({ signal, what: `${node} to be Synced`, deadlineMs: syncDeadlineMs, details }, async (): Promise<Look<true>> => {
      const members = await findMembers(engine, cluster);
      const member = members.find((each) => each.node === node);
      if (member?.inspected?.State.Running !== true) {
        throw await nodeFailure(container, node, 'ended before it was Synced', await transferFailure(engine, members));
      }
      const { state } = await readNode(engine, member, credentials, signal);
      if (state === 'Synced') {
        onProgress({ kind: 'node', node, step: 'synced' });
        return { done: true };
      }
      if (state === 'Joiner' || state === 'Joined') {
        return 'progress';
      }
      return 'notYet';
    });
  });
}
