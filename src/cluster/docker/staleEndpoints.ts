import type Docker from 'dockerode';
import type { Access } from './access';
import { dockerReason, ifThere } from './dockerErrors';

/** Whether a container can't start since Docker takes it to be in one of its networks already. */
export function isEndpointTaken(error: unknown): boolean {
  return /endpoint with name \S+ already exists in network/.test(dockerReason(error));
}

/**
 * Takes out of a network whoever is in it only because Docker couldn't note, on a full disk, that he had left: nobody
 * of that name comes in any more then, and the network can't be removed. Docker gives him an id of his own, and lets
 * him be taken out once there is no container of that name (moby, daemon/network.go, ForceEndpointDelete).
 *
 * @throws what Docker answers
 */
export async function forgetStaleEndpoints(access: Access, network: Docker.Network): Promise<void> {
  const { Containers: there } = (await network.inspect()) as { Containers?: Record<string, { Name: string }> };
  for (const [id, { Name: name }] of Object.entries(there ?? {})) {
    if (id.startsWith('ep-') && (await ifThere(access.docker.getContainer(name).inspect())) === undefined) {
      access.log.warn(`Docker has ${name} in a network still, though it is gone; taking it out`);
      await network.disconnect({ Container: name, Force: true });
    }
  }
}

/**
 * Removes a network; nobody is in it any more.
 *
 * @throws what Docker answers
 */
export async function removeNetwork(access: Access, network: Docker.Network): Promise<void> {
  try {
    await network.remove();
  } catch (error) {
    if (!/has active endpoints/.test(dockerReason(error))) {
      throw error;
    }
    await forgetStaleEndpoints(access, network);
    await network.remove();
  }
}
