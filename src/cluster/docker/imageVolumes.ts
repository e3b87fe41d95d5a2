import type Docker from 'dockerode';
import { dockerStatus } from './dockerErrors';

/** The paths that an image declares as VOLUME, as `mariadb` does its /var/lib/mysql. */
export function declaredVolumes({ Config }: Pick<Docker.ImageInspectInfo, 'Config'>): string[] {
  return Object.keys((Config as { Volumes?: Record<string, unknown> | null } | null)?.Volumes ?? {});
}

/**
 * What keeps Docker from making an anonymous volume for each VOLUME of an image, in a container that holds no data:
 * a file system in memory in its place. A container of ours that is killed with its engine can't leave any volume then.
 */
export async function memoryForVolumes(docker: Docker, image: string): Promise<Docker.MountSettings[]> {
  try {
    const paths = declaredVolumes(await docker.getImage(image).inspect());
    return paths.map((path) => ({ Type: 'tmpfs', Source: '', Target: path }));
  } catch (error) {
    // Making the container says it in its own words.
    if (dockerStatus(error) === 404) {
      return [];
    }
    throw error;
  }
}
