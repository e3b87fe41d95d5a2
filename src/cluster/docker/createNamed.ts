import type Docker from 'dockerode';
import { GaleraError } from '../vocabulary/errors';
import type { Access } from './access';
import { dockerFailure, dockerStatus } from './dockerErrors';

export type NamedContainer = Docker.ContainerCreateOptions & { readonly name: string };

/**
 * Makes a container under a name of ours, where nobody has that.
 *
 * @throws GaleraError `nameTaken`, `dockerFailed`, `dockerDown`
 */
export async function createNamed(access: Access, options: NamedContainer): Promise<Docker.Container> {
  try {
    return await access.docker.createContainer(options);
  } catch (error) {
    if (dockerStatus(error) === 409) {
      throw new GaleraError('nameTaken', `A container named ${options.name} exists that isn't ours.`, {
        advice: 'Rename or remove that container, or give the cluster another name.',
        cause: error,
      });
    }
    throw dockerFailure(error, `Making the container ${options.name}`);
  }
}
