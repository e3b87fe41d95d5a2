import type Docker from 'dockerode';
import { GaleraError, throwIfAborted } from '../vocabulary/errors';
import type { Access } from './access';
import type { OnProgress } from '../vocabulary/progress';
import { dockerFailure, dockerReason, ifThere } from './dockerErrors';
import { readLines } from './readStream';

/** The image used where none is named: the official one, a Galera-carrying long-term release. */
export const defaultImage = 'mariadb:11.8';

/** What `npm start` builds where no registry answers; stands in for the default image only. */
export const locallyBuiltImage = 'galera-clusters/mariadb:11.8';

/** Whether a cluster's image is the one asked for, or stands in for it. */
export function isSameImage(asked: string, used: string): boolean {
  return asked === used || (asked === defaultImage && used === locallyBuiltImage);
}

interface PullEvent {
  readonly id?: string;
  readonly status?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

/**
 * Percent of the layers' bytes that have arrived. Layers show up as the pull goes on, so the figure never
 * goes back: the largest seen stands.
 */
export class PullProgress {
  private readonly layers = new Map<string, { current: number; total: number }>();
  private shown = 0;

  add(event: PullEvent): number {
    const { id, progressDetail, status } = event;
    if (id !== undefined && progressDetail?.total !== undefined && status === 'Downloading') {
      this.layers.set(id, { current: progressDetail.current ?? 0, total: progressDetail.total });
    }
    const layer = id === undefined ? undefined : this.layers.get(id);
    if (layer !== undefined && (status === 'Download complete' || status === 'Pull complete')) {
      layer.current = layer.total;
    }
    let current = 0;
    let total = 0;
    for (const each of this.layers.values()) {
      current += each.current;
      total += each.total;
    }
    this.shown = Math.max(this.shown, total === 0 ? 0 : Math.floor((100 * current) / total));
    return this.shown;
  }
}

async function imageId(docker: Docker, image: string): Promise<string | undefined> {
  try {
    return (await ifThere(docker.getImage(image).inspect()))?.Id;
  } catch (error) {
    throw dockerFailure(error, `Looking for the image ${image}`);
  }
}

const mostEventBytes = 1_048_576;
/** While a large layer is unpacked on a slow disk, or a registry is slow. */
const mostPullSilenceMs = 300_000;

/** A failed pull ends its stream without an error: each event's `error` has to be looked at. */
async function pull(access: Access, image: string, signal: AbortSignal, onProgress: OnProgress): Promise<void> {
  access.log.info(`Pulling ${image}`);
  const [repository, tag] = splitReference(image);
  const stream = await access.docker.createImage({ fromImage: repository, tag, abortSignal: signal });
  const progress = new PullProgress();
  for await (const line of readLines(stream, {
    what: `Pulling ${image}`,
    mostBytes: mostEventBytes,
    silentMs: mostPullSilenceMs,
  })) {
    if (line === '') {
      continue;
    }
    const event = JSON.parse(line) as PullEvent;
    if (event.error !== undefined) {
      throw new Error(event.error);
    }
    onProgress({ kind: 'image', image, percent: progress.add(event) });
  }
}

/** Repository and tag, or digest, of a reference; a port before the last slash is no tag. */
export function splitReference(image: string): [repository: string, tag: string] {
  const at = image.indexOf('@');
  if (at >= 0) {
    return [image.slice(0, at), image.slice(at + 1)];
  }
  const colon = image.lastIndexOf(':');
  return colon > image.lastIndexOf('/') ? [image.slice(0, colon), image.slice(colon + 1)] : [image, 'latest'];
}

/**
 * Makes sure that the image is on this Docker engine, pulling it where it is missing.
 *
 * @param image undefined for the default, which the locally built image may stand in for.
 * @returns the reference to use.
 * @throws GaleraError `imageMissing` with the registry's reason; `badImage` for a reference that is none; `aborted`.
 */
export async function ensureImage(
  access: Access,
  image: string | undefined,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<string> {
  const wanted = image ?? defaultImage;
  if (!/^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/.test(wanted)) {
    throw new GaleraError('badImage', `"${wanted}" is no image reference.`, {
      advice: `Use one like ${defaultImage}.`,
    });
  }
  if ((await imageId(access.docker, wanted)) !== undefined) {
    return wanted;
  }
  if (wanted === defaultImage && (await imageId(access.docker, locallyBuiltImage)) !== undefined) {
    access.log.info(`${wanted} isn't here; using ${locallyBuiltImage}, which was built on this machine`);
    return locallyBuiltImage;
  }
  try {
    await pull(access, wanted, signal, onProgress);
    return wanted;
  } catch (error) {
    throwIfAborted(signal);
    throw new GaleraError('imageMissing', `The image ${wanted} isn't on this machine and can't be pulled.`, {
      advice: 'Check the name and the network, or pull it yourself and start again.',
      details: [dockerReason(error)],
      cause: error,
    });
  }
}
