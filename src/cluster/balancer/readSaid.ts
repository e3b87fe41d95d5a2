import type { Access } from '../docker/access';
import { lastLogLines } from '../docker/containerLogs';
import type { Balancer } from '../members/balancers';
import { type BalancerSaid, lastSaid } from './balancerLog';

/** HAProxy says a few lines for each node whose state changes, and writer.lua one after that. */
const mostLines = 300;

/**
 * What a balancer has said of the nodes last; undefined where it has said nothing.
 *
 * @param since what it said in an earlier run counts, too, where left out.
 * @throws what Docker answers
 */
export async function readSaid(
  access: Access,
  { inspected }: Balancer,
  since?: Date,
): Promise<BalancerSaid | undefined> {
  return lastSaid(await lastLogLines(access.docker.getContainer(inspected.Id), mostLines, { since }));
}
