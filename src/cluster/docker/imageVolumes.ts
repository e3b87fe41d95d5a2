import type Docker from 'dockerode';
import { ifThere } from './dockerErrors';

/** The paths that an image declares as VOLUME, as `mariadb` does its /var/lib/mysql. */
export function declaredVolumes({ Config }: Pick<Docker.ImageInspectInfo, 'Config'>): string[] {
  return Object.keys((Config as { Volumes?: Record<string, unknown> | null } | null)?.Volumes ?? {});
}

/**
 * What keeps Docker from making an anonymous volume for each VOLUME of an image, in a container that holds no data:
 * a file system in memory in its place. A container of ours that is killed with its engine can't leave any volume then.
 */
export async function memoryForVolumes(docker: Docker, image: string): Promise<Docker.MountSettings[]> {
  const found = await ifThere(docker.getImage(image).inspect());
  // Making the container says in its own words that there is none.
  const paths = found === undefined ? [] : declaredVolumes(found);
  return paths.map((path) => ({ Type: 'tmpfs', Source: '', Target: path }));
}
