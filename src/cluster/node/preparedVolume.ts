import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import { putFiles } from '../docker/containerFiles';
import { unframe } from '../docker/containerLogs';
import { dockerFailure, ifThere } from '../docker/dockerErrors';
import { memoryForVolumes } from '../docker/imageVolumes';
import { readStream } from '../docker/readStream';
import { removeUntilGone } from '../docker/removeContainer';
import type { Access } from '../docker/access';
import { GaleraError } from '../vocabulary/errors';
import { labels, resourceLabels } from '../vocabulary/labels';
import { preparedVolumeName } from '../vocabulary/names';
import { nodePaths } from './nodePaths';
import preparing from './script/prepare.sh';
import { startScript } from './startScript';

/** What another version of ours prepares in another way is another volume. */
const preparation = createHash('sha256')
  .update(/^prepare_data\(\) \{[^]*?^\}/m.exec(preparing)?.[0] ?? '')
  .digest('hex')
  .slice(0, 6);
const mostPrepareMs = 120_000;
const mostSaidBytes = 1_048_576;

async function volumeNameOf({ docker }: Access, image: string): Promise<string> {
  return preparedVolumeName((await docker.getImage(image).inspect()).Id, preparation);
}

function mount(access: Access, image: string, volume: string, readOnly: boolean): Docker.MountSettings {
  return {
    Type: 'volume',
    Source: volume,
    Target: nodePaths.prepared,
    ReadOnly: readOnly,
    VolumeOptions: {
      NoCopy: true,
      Labels: { ...access.scope, [labels.managed]: 'true', [labels.role]: 'prepared', [labels.image]: image },
      DriverConfig: { Name: '', Options: {} },
    },
  };
}

/** The volume with an image's system tables, which a node reads only; no cluster's own. */
export async function preparedMount(access: Access, image: string): Promise<Docker.MountSettings> {
  return mount(access, image, await volumeNameOf(access, image), true);
}

/**
 * Makes the volume with an image's system tables where there is none, in a container of its own: a volume that nodes
 * could write would take what a server that isn't its own master any more put there into every later cluster.
 *
 * @throws GaleraError `nodeFailed` where the image can't install them, `diskFull`, `dockerFailed`, `dockerDown`,
 * `aborted`
 */
export async function ensurePreparedVolume(access: Access, image: string): Promise<void> {
  try {
    const volume = await volumeNameOf(access, image);
    if ((await ifThere(access.docker.getVolume(volume).inspect())) === undefined) {
      await prepare(access, image, volume);
    }
  } catch (error) {
    throw dockerFailure(error, `Installing the system tables of ${image}`);
  }
}

async function prepare(access: Access, image: string, volume: string): Promise<void> {
  access.log.info(`Installing the system tables of ${image}, once for all clusters`);
  const container = await access.docker.createContainer({
    Image: image,
    Entrypoint: ['bash', nodePaths.start, 'prepare'],
    Cmd: [],
    User: 'root',
    Healthcheck: { Test: ['NONE'] },
    Labels: resourceLabels('', 'probe', access.scope),
    // mariadb-install-db wants to find its own host's name, which it has there.
    HostConfig: {
      AutoRemove: true,
      NetworkMode: 'none',
      Mounts: [...(await memoryForVolumes(access.docker, image)), mount(access, image, volume, false)],
    },
  });
  try {
    await putFiles(container, [{ path: nodePaths.start, content: startScript(), mode: 0o755 }]);
    const output = await container.attach({ stream: true, stdout: true, stderr: true });
    await container.start();
    const what = `What installs the system tables of ${image}`;
    const said = unframe(await readStream(output, { what, mostBytes: mostSaidBytes, withinMs: mostPrepareMs }));
    const lines = said.trim().split('\n');
    if (lines.at(-1) !== 'prepared') {
      throw new GaleraError('nodeFailed', `The image ${image} can't install its system tables.`, {
        advice: 'Use a MariaDB image with Galera, like mariadb:11.8.',
        details: lines.slice(-20),
      });
    }
  } catch (error) {
    await removeUntilGone(container);
    // Half of it is nobody's; where it can't be removed, nodes prepare for themselves.
    await access.docker
      .getVolume(volume)
      .remove()
      .catch(() => undefined);
    throw error;
  }
}
