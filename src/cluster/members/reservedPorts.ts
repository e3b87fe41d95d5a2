import type { Access } from '../docker/access';
import { findBalancers } from './balancers';
import { publishedPort, survey } from './members';

/**
 * The ports of every cluster's nodes and balancers on this Docker, whoever's they are: one that is stopped has to find
 * its own free again.
 *
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function reservedPorts(access: Access): Promise<Set<number>> {
  const [{ members }, balancers] = await Promise.all([survey(access, undefined, 'all'), findBalancers(access, 'all')]);
  const ports = [...members.map(publishedPort), ...balancers.flatMap(({ write, read }) => [write, read])];
  return new Set(ports.filter((port) => port !== undefined));
}
