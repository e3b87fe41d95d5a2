import type Docker from 'dockerode';
import { allDone } from '../../async/allDone';
import { publishMemberList } from '../../members/publishMemberList';
import { dockerFailure, dockerStatus, ifThere } from '../../docker/dockerErrors';
import { ensureNetworks } from '../../docker/networks';
import { removeNetwork } from '../../docker/staleEndpoints';
import type { Access } from '../../docker/access';
import { GaleraError } from '../../vocabulary/errors';
import { belongTo } from '../../vocabulary/labels';
import { nodeResourceName } from '../../vocabulary/names';
import { createNodeContainer, ensureNodeVolume, installNodeFiles } from '../../node/nodeContainer';
import { ensurePreparedVolume } from '../../node/preparedVolume';
import { noteCredentials } from '../../members/rememberedCredentials';
import { renewCertificates } from '../../members/renewCertificates';
import type { UndoList } from '../../docker/undoList';
import type { Site } from './site';

type Labels = Readonly<Record<string, string>> | null | undefined;

/** Removes what was made, if it was: at the name there may be nothing, or something of someone else's. */
async function removeOwn(
  { scope }: Access,
  cluster: string,
  labels: Promise<Labels>,
  remove: () => Promise<unknown>,
): Promise<void> {
  if (belongTo(scope, cluster, await ifThere(labels))) {
    await ifThere(remove());
  }
}

/**
 * Makes something, and notes how to take it back: also where Docker didn't say what came of it, and may make it yet.
 */
async function noted<T>(
  undo: UndoList,
  what: string,
  remove: (access: Access) => Promise<void>,
  make: () => Promise<T>,
): Promise<T> {
  try {
    const made = await make();
    undo.add(what, remove);
    return made;
  } catch (error) {
    if (GaleraError.is(error, 'aborted') || GaleraError.is(error, 'dockerDown')) {
      undo.add(what, remove);
    }
    throw error;
  }
}

export async function makeNetworks(access: Access, site: Site): Promise<void> {
  if (site.known.length === 0) {
    // A new cluster's keys take processor time, and Docker's answers are waited for meanwhile; what fails is told where
    // they are used. An old one's lie on volumes, which are read through containers: these may have to be made first.
    site.credentials(access).catch(() => undefined);
  }
  site.networks = await ensureNetworks(access, site.cluster, (name) => {
    const remove = (own: Access): Promise<void> => {
      const network = own.docker.getNetwork(name);
      const labels = network.inspect().then((found: Docker.NetworkInspectInfo) => found.Labels);
      return removeOwn(own, site.cluster, labels, () => removeNetwork(own, network));
    };
    site.undo.add(`the network ${name}`, remove);
  });
}

export async function makeVolume(access: Access, site: Site, node: string): Promise<void> {
  const spec = await site.spec(access, node);
  const name = nodeResourceName(site.cluster, node);
  const remove = (own: Access): Promise<void> => {
    const volume = own.docker.getVolume(name);
    const labels = volume.inspect().then((found) => found.Labels);
    return removeOwn(own, site.cluster, labels, () => volume.remove({}));
  };
  await noted(site.undo, `the volume ${name}`, remove, () =>
    ensureNodeVolume(access, spec, site.request.members.length),
  );
}

/** The system tables of each image that a container is to be made of. */
export async function prepareImage(access: Access, site: Site): Promise<void> {
  const specs = await Promise.all(site.request.members.map((node) => site.spec(access, node)));
  for (const image of new Set(specs.map((spec) => spec.image))) {
    await ensurePreparedVolume(access, image);
  }
}

/** A container for a volume; one that is there and can't be started any more goes first: its data is on the volume. */
export async function makeContainer(access: Access, site: Site, node: string): Promise<void> {
  const spec = await site.spec(access, node);
  const name = nodeResourceName(site.cluster, node);
  if (site.known.some((member) => member.node === node && member.inspected !== undefined)) {
    try {
      await access.docker.getContainer(name).remove({ v: true });
    } catch (error) {
      if (dockerStatus(error) === 409) {
        // Someone has started it meanwhile.
        return;
      }
      if (dockerStatus(error) !== 404) {
        throw dockerFailure(error, 'Making a container anew');
      }
    }
  }
  // By then nothing runs of it but what serves, or what somebody else has started: others may count on it. A cluster
  // that was made just goes.
  const force = site.known.length === 0;
  const remove = async (own: Access): Promise<void> => {
    // Looked up by name when the time comes: a port conflict may have replaced the container.
    const container = own.docker.getContainer(name);
    try {
      const labels = container.inspect().then((found) => found.Config.Labels);
      await removeOwn(own, site.cluster, labels, () => container.remove({ force, v: true }));
    } catch (error) {
      if (force || dockerStatus(error) !== 409) {
        throw error;
      }
    }
  };
  await noted(site.undo, `the container ${name}`, remove, () => createNodeContainer(access, spec));
}

/** The files that nodes need before they start, and to those that run the list of members. */
export async function equip(access: Access, site: Site, nodes: readonly string[], signal: AbortSignal): Promise<void> {
  const credentials = await site.credentials(access);
  await renewCertificates(access, site.known, credentials, new Date());
  const memberList = await site.memberList(access);
  await allDone(
    nodes.map(async (node) => {
      const container = site.container(access, node);
      const { Id: id, State: state } = await container.inspect();
      if (state.Running) {
        await publishMemberList(container, node, memberList, credentials.monitorPassword, signal);
      } else {
        await installNodeFiles(container, await site.spec(access, node), credentials, memberList, site.seed);
      }
      noteCredentials(access, id, credentials);
    }),
  );
}
