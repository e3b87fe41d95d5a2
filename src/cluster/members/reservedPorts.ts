import type { Access } from '../docker/access';
import { publishedPort, survey } from './members';

/**
 * The ports of every cluster's nodes on this Docker, whoever's they are: one that is stopped has to find its own free
 * again.
 *
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function reservedPorts(access: Access): Promise<Set<number>> {
  const ports = (await survey(access, undefined, 'all')).members.map(publishedPort);
  return new Set(ports.filter((port) => port !== undefined));
}
