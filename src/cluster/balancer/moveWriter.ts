import { randomUUID } from 'node:crypto';
import { waitUntil } from '../async/waitUntil';
import type { Access } from '../docker/access';
import { putFiles } from '../docker/containerFiles';
import { lastLogLines } from '../docker/containerLogs';
import type { Balancer } from '../members/balancers';
import { GaleraError } from '../vocabulary/errors';
import { answerTo } from './balancerLog';
import { balancerPaths } from './balancerPaths';

/** writer.lua looks for orders five times a second. */
const answerDeadlineMs = 10_000;
const lastLines = 100;

/**
 * Leads the write port to a node, which has to be Synced: new connections at once, and those that go to another node
 * end within some seconds.
 *
 * @param balancer one that runs
 * @throws GaleraError `stateUnfit` where the balancer doesn't take the node to be Synced; `deadline`, `aborted`
 */
export async function moveWriter(access: Access, balancer: Balancer, node: string, signal: AbortSignal): Promise<void> {
  const { cluster, inspected } = balancer;
  const container = access.docker.getContainer(inspected.Id);
  const order = randomUUID().replaceAll('-', '');
  await putFiles(container, [{ path: balancerPaths.order, content: `${node} ${order}\n`, mode: 0o644 }]);
  const details = (): Promise<string[]> => lastLogLines(container, lastLines).catch(() => []);
  const answer = await waitUntil(
    { signal, what: `the balancer of "${cluster}" to answer`, deadlineMs: answerDeadlineMs, details },
    async () => {
      const said = answerTo(order, await lastLogLines(container, lastLines));
      return said === undefined ? 'notYet' : { done: said };
    },
  );
  if (answer === 'refused') {
    throw new GaleraError('stateUnfit', `The balancer of "${cluster}" doesn't take ${node} to be Synced.`, {
      advice: 'See its nodes by "galera status"; name one that is Synced.',
    });
  }
}
