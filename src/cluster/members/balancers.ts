import type Docker from 'dockerode';
import type { Access } from '../docker/access';
import { dockerFailure, ifThere } from '../docker/dockerErrors';
import { publishedTo } from '../docker/publishedPort';
import { belongTo, isInScope, labelFilter, labels } from '../vocabulary/labels';
import { balancerContainerName } from '../vocabulary/names';

/** A cluster's balancer, as Docker knows it. */
export interface Balancer {
  readonly cluster: string;
  readonly inspected: Docker.ContainerInspectInfo;
  readonly image: string;
  /** Published on 127.0.0.1. */
  readonly write: number;
  readonly read: number;
}

/** In its container. */
export const balancerPorts = { write: 3306, read: 3307 } as const;

/** @returns undefined for a container that has a balancer's name, and isn't one. */
function asBalancer(cluster: string, inspected: Docker.ContainerInspectInfo): Balancer | undefined {
  const { Labels: own } = inspected.Config;
  const [write, read] = [publishedTo(inspected, balancerPorts.write), publishedTo(inspected, balancerPorts.read)];
  return own[labels.cluster] === cluster && own[labels.role] === 'balancer' && write !== undefined && read !== undefined
    ? { cluster, inspected, image: own[labels.image] ?? '', write, read }
    : undefined;
}

/**
 * A cluster's balancer; undefined where it has none.
 *
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function findBalancer(access: Access, cluster: string): Promise<Balancer | undefined> {
  try {
    const inspected = await ifThere(access.docker.getContainer(balancerContainerName(cluster)).inspect());
    return inspected !== undefined && belongTo(access.scope, cluster, inspected.Config.Labels)
      ? asBalancer(cluster, inspected)
      : undefined;
  } catch (error) {
    throw dockerFailure(error, `Looking for the balancer of "${cluster}"`);
  }
}

/**
 * The balancers of all clusters.
 *
 * @param whose all who use this Docker, or who the engine is for.
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function findBalancers(access: Access, whose: 'own' | 'all' = 'own'): Promise<Balancer[]> {
  try {
    const filter = labelFilter(whose === 'all' ? {} : access.scope);
    const listed = await access.docker.listContainers({
      all: true,
      filters: { label: [...filter.label, `${labels.role}=balancer`] },
    });
    const found = await Promise.all(
      listed.map(async ({ Id: id, Labels: own, Names: names }) => {
        const of = own[labels.cluster] ?? '';
        if (!names.includes(`/${balancerContainerName(of)}`) || (whose === 'own' && !isInScope(access.scope, own))) {
          return undefined;
        }
        const inspected = await ifThere(access.docker.getContainer(id).inspect());
        return inspected === undefined ? undefined : asBalancer(of, inspected);
      }),
    );
    return found.filter((each) => each !== undefined);
  } catch (error) {
    throw dockerFailure(error, 'Listing the balancers');
  }
}
