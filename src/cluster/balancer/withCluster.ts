import type { Access, OperationOptions } from '../docker/access';
import { dockerFailure } from '../docker/dockerErrors';
import { ensureImage } from '../docker/images';
import { stopContainer } from '../docker/stopContainer';
import { findBalancer } from '../members/balancers';
import type { Locked } from '../members/clusterLock';
import type { OnProgress } from '../vocabulary/progress';
import { removeBalancerContainer } from './balancerContainer';
import { assertBalancerPorts, type BalancerRequest, defaultBalancerImage, ensureBalancer } from './ensureBalancer';

/**
 * Makes sure of all that a balancer needs, before anything is made for it.
 *
 * @throws GaleraError `badPort`, `badImage`, `imageMissing`, `aborted`
 */
export async function makeSureOfBalancerImage(
  access: Access,
  cluster: string,
  request: BalancerRequest,
  { signal, onProgress }: OperationOptions,
): Promise<void> {
  assertBalancerPorts(request);
  const image = request.image ?? (await findBalancer(access, cluster))?.image ?? defaultBalancerImage;
  await ensureImage(access, image, signal, onProgress);
}

/**
 * With a cluster that was started its balancer runs, if it has one or is to have one.
 *
 * @returns whether there is one.
 * @throws GaleraError as {@link ensureBalancer}
 */
export async function bringUpBalancer(
  { untilDone, options }: Locked,
  cluster: string,
  request: BalancerRequest | undefined,
): Promise<boolean> {
  const has = request !== undefined || (await findBalancer(untilDone, cluster)) !== undefined;
  if (has) {
    await ensureBalancer(untilDone, cluster, request ?? {}, true, options);
  }
  return has;
}

/** With a cluster its balancer stops. */
export async function stopBalancer({ access, options }: Locked, cluster: string): Promise<void> {
  const balancer = await findBalancer(access, cluster);
  if (balancer?.inspected.State.Running === true) {
    options.onProgress({ kind: 'balancer', step: 'stop' });
    try {
      await stopContainer(access.docker.getContainer(balancer.inspected.Id));
    } catch (error) {
      throw dockerFailure(error, `Stopping the balancer of "${cluster}"`);
    }
  }
}

/** Takes a cluster's balancer away, where it has one. */
export async function removeBalancer(access: Access, cluster: string, onProgress: OnProgress): Promise<void> {
  const balancer = await findBalancer(access, cluster);
  if (balancer !== undefined) {
    onProgress({ kind: 'balancer', step: 'remove' });
    await removeBalancerContainer(access, balancer);
  }
}
