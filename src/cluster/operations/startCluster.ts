import { ensureImage, isSameImage } from '../docker/images';
import { type Access, accessFollowing, type OperationOptions } from '../docker/access';
import { GaleraError } from '../vocabulary/errors';
import { withClusterLock } from '../members/clusterLock';
import { findMembers, type Member } from '../members/members';
import type { ClusterView } from '../vocabulary/model';
import { assertClusterName, assertNodeCount, nodeNames } from '../vocabulary/names';
import { checkImage } from '../node/checkImage';
import { findCredentials } from '../members/findCredentials';
import { rememberedCredentials } from '../members/rememberedCredentials';
import { readCluster } from '../view/readClusters';
import { preferredDonors } from '../view/donors';
import type { BalancerRequest } from '../balancer/ensureBalancer';
import { bringUpBalancer, makeSureOfBalancerImage } from '../balancer/withCluster';
import { renewCertificates } from '../members/renewCertificates';
import { type ClusterTraits, defaultTraits, hasTraits, parseTraits } from '../vocabulary/traits';
import { serve } from '../loop/goals';
import { reach } from '../loop/reach';

/** A cluster to start; all but its name count where it is made, and must agree with it where it exists. */
export interface StartRequest {
  readonly name: string;
  /** 1 to 9; 3 where left out. */
  readonly nodes?: number;
  /** mariadb:11.8 where left out. */
  readonly image?: string;
  /** `mysqldump`, `rsync` or `mariabackup`; mysqldump where left out. */
  readonly sstMethod?: string;
  /** Like "128M", which it is where left out. */
  readonly gcacheSize?: string;
  /** Whether nodes and clients speak TLS; true where left out. */
  readonly tls?: boolean;
  /** A balancer that it is to have; also where it exists. One that it has comes back either way. */
  readonly balancer?: BalancerRequest;
}

export interface StartResult {
  readonly how: 'created' | 'resumed' | 'alreadyRunning';
  readonly cluster: ClusterView;
}

/** Of a cluster that is made, where nothing else was said. */
export const defaultNodeCount = 3;

/**
 * Starts a cluster: makes it where it doesn't exist, resumes it where it is stopped, and brings back whatever is
 * down, frozen or cut off where it runs. The image is made sure of and the cluster's lock taken; what happens
 * then is told in loop/planServe.ts.
 *
 * @throws GaleraError `badClusterName`, `badNodeCount`, `badSstMethod`, `badGcacheSize`, `clusterDiffers`,
 * `imageMissing`, `badImage`, `imageWithoutGalera`, `sstMethodMissing`, `nameTaken`, `refused`, `nodeFailed`,
 * `deadline`, `diskFull`, `aborted`, `dockerDown`, `dockerFailed`; `badPort`, `portTaken`. A failed start leaves
 * nothing behind that wasn't there before; where only the balancer failed the nodes serve.
 */
export async function startCluster(
  access: Access,
  request: StartRequest,
  options: OperationOptions,
): Promise<StartResult> {
  assertClusterName(request.name);
  if (request.nodes !== undefined) {
    assertNodeCount(request.nodes);
  }
  const asked = parseTraits(request);
  const traits = { ...defaultTraits, ...asked };
  if (request.balancer !== undefined) {
    await makeSureOfBalancerImage(access, request.name, request.balancer, options);
  }
  const { image, checked } = await chooseImage(access, request, traits, options);
  const started: Promise<StartResult> = withClusterLock(access, request.name, image, options, async (locked) => {
    const { access, options } = locked;
    await checked;
    const known = await findMembers(access, request.name);
    const before = known.length > 0 ? await readCluster(access, request.name, options.signal) : undefined;
    assertAgrees(request, asked, known);
    await assertTlsAgrees(access, request, known);
    if (before?.health === 'healthy') {
      const credentials = await rememberedCredentials(access, known);
      if (credentials !== undefined) {
        await renewCertificates(access, known, credentials, new Date());
      }
      if (await bringUpBalancer(locked, request.name, request.balancer)) {
        return { how: 'alreadyRunning', cluster: await readCluster(access, request.name, options.signal) };
      }
      return { how: 'alreadyRunning', cluster: before };
    }
    const goal = serve({
      cluster: request.name,
      members: plannedNodes(request, known),
      donors: preferredDonors(before?.nodes ?? [], before?.balancer?.writer),
    });
    await reach(locked, goal, { ...goal, image, traits, tls: request.tls, known, before });
    await bringUpBalancer(locked, request.name, request.balancer);
    const cluster = await readCluster(access, request.name, options.signal);
    return { how: before === undefined ? 'created' : 'resumed', cluster };
  });
  // Where that ended before it asked for it, the image's container goes first.
  return started.finally(() => checked.catch(() => undefined));
}

/**
 * The image of the cluster that is there, or the one asked for. A new cluster's is looked into, which goes on while the
 * lock is taken: nothing may be made before that has ended well.
 */
async function chooseImage(
  access: Access,
  request: StartRequest,
  traits: ClusterTraits,
  { signal, onProgress }: OperationOptions,
): Promise<{ readonly image: string; readonly checked: Promise<void> }> {
  const [first] = await findMembers(access, request.name);
  const image = await ensureImage(access, first?.image ?? request.image, signal, onProgress);
  const checked =
    first === undefined
      ? checkImage(accessFollowing(access, signal), image, {
          ...traits,
          nodes: request.nodes ?? defaultNodeCount,
          tls: request.tls ?? true,
        })
      : Promise.resolve();
  // Whoever doesn't get as far as the lock never asks for it.
  checked.catch(() => undefined);
  return { image, checked };
}

/**
 * The nodes that the cluster is to have: those it has. Where it has volumes and not one container, a start or a
 * removal was killed midway or the containers were removed by hand, and all that were planned come back.
 */
function plannedNodes(request: StartRequest, known: readonly Member[]): string[] {
  if (known.length === 0) {
    return nodeNames(request.nodes ?? defaultNodeCount);
  }
  const planned = known.some((member) => member.inspected !== undefined)
    ? []
    : nodeNames(Math.max(...known.map((member) => member.plannedNodes)));
  return [...new Set([...known.map((member) => member.node), ...planned])].sort();
}

function assertAgrees(request: StartRequest, asked: Partial<ClusterTraits>, known: readonly Member[]): void {
  const [first] = known;
  if (first === undefined) {
    return;
  }
  if (request.nodes !== undefined && request.nodes !== plannedNodes(request, known).length) {
    throw new GaleraError('clusterDiffers', `"${request.name}" exists with ${String(known.length)} nodes.`, {
      advice: 'Start it without naming a number of nodes, or remove it first.',
    });
  }
  const { image } = request;
  if (image !== undefined && !known.every((member) => isSameImage(image, member.image))) {
    throw new GaleraError('clusterDiffers', `"${request.name}" exists with the image ${first.image}.`, {
      advice: 'Start it without naming an image, or remove it first.',
    });
  }
  const { sstMethod, gcacheSize } = first.traits;
  if (!hasTraits(first.traits, asked)) {
    throw new GaleraError(
      'clusterDiffers',
      `"${request.name}" exists with the SST method ${sstMethod} and a gcache of ${gcacheSize}.`,
      {
        advice: 'Start it without naming them, or remove it first.',
      },
    );
  }
}

async function assertTlsAgrees(access: Access, { name, tls }: StartRequest, known: readonly Member[]): Promise<void> {
  const credentials = tls === undefined ? undefined : await findCredentials(access, known);
  if (credentials !== undefined && tls !== (credentials.authority !== undefined)) {
    throw new GaleraError('clusterDiffers', `"${name}" exists ${tls === true ? 'without' : 'with'} TLS.`, {
      advice: 'Start it without saying anything of TLS, or remove it first.',
    });
  }
}
