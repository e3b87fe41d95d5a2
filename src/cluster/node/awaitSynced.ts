import { sstFailureCause } from '../../sst/sstLog';
import type Docker from 'dockerode';
import { allDone } from '../allDone';
import { isOneComponent } from '../component';
import { lastLogLines } from '../docker/containerLogs';
import type { Engine, OperationOptions } from '../engine';
import { findMembers, type Member } from '../members';
import { nodeResourceName } from '../names';
import { readCluster } from '../readClusters';
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
 * Waits until every named node is Synced and all that serve are of one component.
 *
 * @throws GaleraError `nodeFailed` when a node's container ends before that, with its last log lines and the
 * donor's reason; `deadline`, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function awaitSynced(
  engine: Engine,
  cluster: string,
  nodes: readonly string[],
  { signal, onProgress }: OperationOptions,
): Promise<void> {
  const told = new Set<string>();
  let late: readonly string[] = nodes;
  const container = (node: string): Docker.Container => engine.docker.getContainer(nodeResourceName(cluster, node));
  const details = async (): Promise<string[]> => (await allDone(late.map((node) => lastLogLines(container(node), 20)))).flat();
  const what = `${nodes.join(', ')} to be Synced`;
  await waitUntil({ signal, what, deadlineMs: syncDeadlineMs, details }, async (): Promise<Look<true>> => {
    const view = await readCluster(engine, cluster, signal);
    const concerned = view.nodes.filter((node) => nodes.includes(node.name));
    const ended = nodes.find((name) => ['Idle', 'Killed', 'Crashed', undefined].includes(concerned.find((node) => node.name === name)?.state));
    if (ended !== undefined) {
      const causes = await transferFailure(engine, await findMembers(engine, cluster));
      throw await nodeFailure(container(ended), ended, 'ended before it was Synced', causes);
    }
    for (const { name } of concerned.filter((node) => node.state === 'Synced' && !told.has(node.name))) {
      told.add(name);
      onProgress({ kind: 'node', node: name, step: 'synced' });
    }
    late = concerned.filter((node) => node.state !== 'Synced').map((node) => node.name);
    if (late.length === 0 && isOneComponent(view.nodes)) {
      return { done: true };
    }
    return concerned.some((node) => node.state === 'Joiner' || node.state === 'Joined') ? 'progress' : 'notYet';
  });
}
