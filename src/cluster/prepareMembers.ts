import { randomUUID } from 'node:crypto';
import type Docker from 'dockerode';
import { allDone } from './allDone';
import { donorsInTurn } from './donors';
import { hasReadableLog } from './docker/containerLogs';
import { dockerFailure, dockerStatus } from './docker/dockerErrors';
import { findFreePort } from './docker/freePort';
import { type ClusterNetworks, ensureNetworks, isStranded } from './docker/networks';
import { formatMemberList, nodePorts } from './discovery/memberList';
import { publishMemberList } from './discovery/publishMemberList';
import type { Engine, OperationOptions } from './engine';
import { GaleraError, throwIfAborted } from './errors';
import { belongTo } from './labels';
import { findMembers, isRunning, type Member, publishedPort } from './members';
import { nodeResourceName } from './names';
import { type Credentials, generateCredentials } from './node/credentials';
import { type JournalOf, previousEndOf } from './node/journal';
import {
  createNodeContainer,
  ensureNodeVolume,
  installNodeFiles,
  nodeAddress,
  type NodeSpec,
} from './node/nodeContainer';
import { ensurePreparedVolume } from './node/preparedVolume';
import { findCredentials } from './findCredentials';
import { noteCredentials } from './rememberedCredentials';
import { reservedPorts } from './reservedPorts';
import { timeOfDay } from './timeOfDay';
import { createAuthority } from './tls/authority';
import { renewedCredentials } from './tls/renewal';
import { renewCertificates } from './tls/renewCertificates';
import { type ClusterTraits, defaultTraits } from './traits';
import type { UndoList } from './undoList';

/** What a cluster is to consist of, and what of it is there. */
export interface MembersPlan {
  readonly cluster: string;
  readonly nodes: readonly string[];
  readonly image: string;
  /** Whether a cluster that is made here speaks TLS; it does where left out. One that exists stays as it is. */
  readonly tls?: boolean | undefined;
  readonly known: readonly Member[];
  /** Of a cluster that is made; one that is there keeps its own. */
  readonly traits?: ClusterTraits | undefined;
  /** The nodes to ask first for a state transfer, best first; left to the server where left out. */
  readonly donors?: readonly string[] | undefined;
  /** Only these are started, healed and waited for, while a Primary component serves; all where left out. */
  readonly only?: readonly string[] | undefined;
}

/** A member whose container and files are in place. */
export interface PreparedMember {
  readonly spec: NodeSpec;
  readonly container: Docker.Container;
  readonly credentials: Credentials;
  readonly memberList: string;
  /** {@link newSeed} of a cluster that is being made; undefined for one that exists. */
  readonly seed: string | undefined;
  readonly wasRunning: boolean;
  /** Its container was made by this operation. */
  readonly created: boolean;
}

/** Where a member's scripts are heard, by its container's state. */
export function journalOf({ container, credentials, wasRunning }: PreparedMember, state: Parameters<typeof previousEndOf>[0]): JournalOf {
  return { container, previousEnd: previousEndOf(state), monitorPassword: credentials.monitorPassword, isNew: !wasRunning };
}

/**
 * Asked whenever it matters: a node may have been started or stopped since.
 *
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function isRunningNow({ container, spec }: PreparedMember): Promise<boolean> {
  try {
    return (await container.inspect()).State.Running;
  } catch (error) {
    throw dockerFailure(error, `Looking at ${spec.node}`);
  }
}

/** What the data directories of a new cluster begin with: a state UUID, and the Unix time of their accounts. */
function newSeed(): string {
  return `${randomUUID()} ${String(Math.floor(timeOfDay() / 1000))}`;
}

async function planSpecs(engine: Engine, plan: MembersPlan, subnet: string): Promise<NodeSpec[]> {
  const reserved = await reservedPorts(engine);
  const specs: NodeSpec[] = [];
  const traits = plan.known[0]?.traits ?? plan.traits ?? defaultTraits;
  let joiners = 0;
  for (const node of plan.nodes) {
    const known = plan.known.find((member) => member.node === node);
    const hostPort = (known === undefined ? undefined : publishedPort(known)) ?? (await findFreePort(reserved));
    reserved.add(hostPort);
    const image = known?.image ?? plan.image;
    const donors = donorsInTurn(plan.donors ?? [], joiners).filter((donor) => donor !== node);
    joiners += known !== undefined && isRunning(known) ? 0 : 1;
    specs.push({ cluster: plan.cluster, node, image, subnet, hostPort, traits, donors });
  }
  return specs;
}

/** What is removed of Docker's, as dockerode has it. */
interface Removable<Found, Options> {
  inspect(): Promise<Found>;
  remove(options: Options): Promise<unknown>;
}

/** Removes what was made, if it was: at the name there may be nothing, or something of someone else's. */
async function removeOwn<Found, Options>(
  { scope }: Engine,
  cluster: string,
  made: Removable<Found, Options>,
  labelsOf: (found: Found) => Readonly<Record<string, string>> | null | undefined,
  options: Options,
): Promise<void> {
  try {
    if (belongTo(scope, cluster, labelsOf(await made.inspect()))) {
      await made.remove(options);
    }
  } catch (error) {
    if (dockerStatus(error) !== 404) {
      throw error;
    }
  }
}

/** Makes something, and notes how to take it back: also where Docker didn't say what came of it, and may make it yet. */
async function noted<T>(undo: UndoList, what: string, remove: (engine: Engine) => Promise<void>, make: () => Promise<T>): Promise<T> {
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

/**
 * Makes the volumes of new members. All of them before any container, so that a start that is killed in between
 * leaves either volumes only, which the next start completes, or every member.
 */
async function ensureVolumes(engine: Engine, specs: readonly NodeSpec[], known: readonly Member[], undo: UndoList): Promise<void> {
  for (const spec of specs) {
    if (!known.some((member) => member.node === spec.node)) {
      const name = nodeResourceName(spec.cluster, spec.node);
      const remove = (own: Engine): Promise<void> =>
        removeOwn(own, spec.cluster, own.docker.getVolume(name), (found) => found.Labels, {});
      await noted(undo, `the volume ${name}`, remove, () => ensureNodeVolume(engine, spec, specs.length));
    }
  }
}

/** False where someone has started it meanwhile. */
async function removeUnlessRunning(container: Docker.Container): Promise<boolean> {
  try {
    await container.remove({ v: true });
    return true;
  } catch (error) {
    if (dockerStatus(error) === 409) {
      return false;
    }
    throw dockerFailure(error, 'Making a container anew');
  }
}

async function ensureContainer(
  engine: Engine,
  spec: NodeSpec,
  known: Member | undefined,
  networks: ClusterNetworks,
  undo: UndoList,
): Promise<{ container: Docker.Container; created: boolean }> {
  if (known?.inspected !== undefined) {
    const container = engine.docker.getContainer(known.inspected.Id);
    const asItIs = { container, created: false };
    if (isRunning(known)) {
      return asItIs;
    }
    // Its data is on the volume.
    if (isStranded(known.inspected, networks)) {
      await container.remove({ force: true, v: true });
    } else if ((await hasReadableLog(container)) || !(await removeUnlessRunning(container))) {
      return asItIs;
    }
  }
  const name = nodeResourceName(spec.cluster, spec.node);
  // Looked up by name when the time comes: a port conflict may have replaced the container.
  const remove = (own: Engine): Promise<void> =>
    removeOwn(own, spec.cluster, own.docker.getContainer(name), (found) => found.Config.Labels, { force: true, v: true });
  const container = await noted(undo, `the container ${name}`, remove, () => createNodeContainer(engine, spec));
  return { container, created: true };
}

/** Those that the cluster has, its authority renewed in time, or new ones. */
async function clusterCredentials(engine: Engine, plan: MembersPlan): Promise<Credentials> {
  const now = new Date();
  // Only who was there can have any; to look for a file costs dockerd a process. What is written to nodes is never remembered
  // only: someone may have changed it on all of them.
  const found = plan.known.length === 0 ? undefined : await findCredentials(engine, await findMembers(engine, plan.cluster));
  if (found === undefined) {
    return generateCredentials(plan.tls === false ? undefined : await createAuthority(plan.cluster, now));
  }
  return renewedCredentials(engine, plan.cluster, found, plan.known.some(isRunning), now);
}

/**
 * Brings every member to where it can start: networks, volume, container, files, and on all of them, running or
 * not, the list of all members. What is new is noted in the undo list.
 *
 * @throws GaleraError `nameTaken`, `certificateExpired`, `diskFull`, `dockerFailed`, `dockerDown`, `aborted`
 */
export async function prepareMembers(
  engine: Engine,
  plan: MembersPlan,
  undo: UndoList,
  { signal, onProgress }: OperationOptions,
): Promise<PreparedMember[]> {
  const networks = await ensureNetworks(engine, plan.cluster, (name) => {
    undo.add(`the network ${name}`, (own) => removeOwn(own, plan.cluster, own.docker.getNetwork(name), (found) => found.Labels, {}));
  });
  throwIfAborted(signal);
  const specs = await planSpecs(engine, plan, networks.subnet);
  await ensureVolumes(engine, specs, plan.known, undo);
  throwIfAborted(signal);
  const made = specs.filter((spec) => plan.known.find((member) => member.node === spec.node)?.inspected === undefined);
  for (const image of new Set(made.map((spec) => spec.image))) {
    await ensurePreparedVolume(engine, image);
  }
  const containers = await allDone(
    specs.map(async (spec) => {
      const known = plan.known.find((member) => member.node === spec.node);
      if (known?.inspected === undefined) {
        onProgress({ kind: 'node', node: spec.node, step: 'create' });
      }
      return { spec, known, ...(await ensureContainer(engine, spec, known, networks, undo)) };
    }),
  );
  throwIfAborted(signal);
  const credentials = await clusterCredentials(engine, plan);
  await renewCertificates(engine, plan.known, credentials, new Date());
  // Nobody holds anything yet, so all may begin with the same: the empty state, as position 0 of a new history.
  const seed = plan.known.length === 0 ? newSeed() : undefined;
  const memberList = formatMemberList(
    specs.map(({ node }) => ({ node, address: nodeAddress(networks.subnet, node), ...nodePorts })),
  );
  const prepared = containers.map(({ spec, known, container, created }) => ({
    spec,
    container,
    credentials,
    memberList,
    seed,
    wasRunning: known !== undefined && isRunning(known),
    created,
  }));
  await allDone(
    prepared.map(({ spec, container, wasRunning }) =>
      wasRunning
        ? publishMemberList(container, spec.node, memberList)
        : installNodeFiles(container, spec, credentials, memberList, seed),
    ),
  );
  containers.forEach(({ container }) => {
    noteCredentials(engine, container.id, credentials);
  });
  return prepared;
}
