import type Docker from 'dockerode';
import { putFiles } from '../docker/containerFiles';
import { createNamed, type NamedContainer } from '../docker/createNamed';
import { dockerFailure } from '../docker/dockerErrors';
import type { Access } from '../docker/access';
import { replicationAddress } from '../docker/subnets';
import { GaleraError } from '../vocabulary/errors';
import { belongTo, labels, resourceLabels } from '../vocabulary/labels';
import {
  clientNetworkName,
  nodeCountLimits,
  nodeNames,
  nodeNumber,
  nodeResourceName,
  replicationNetworkName,
} from '../vocabulary/names';
import { sstScriptFiles } from '../../sst/installSst';
import { type ClusterTraits, traitLabels } from '../vocabulary/traits';
import { certificateFiles } from './certificateFiles';
import { accountsSql, type Credentials, formatCredentials } from './credentials';
import { nodePaths } from './nodePaths';
import { preparedMount } from './preparedVolume';
import notify from './notify.sh';
import { serverConfig } from './serverConfig';
import { startScript } from './startScript';
import { stateAgent } from './stateAgent/stateAgent';

/** What a node's volume is made for. */
export interface VolumeSpec {
  readonly cluster: string;
  readonly node: string;
  readonly image: string;
  readonly traits: ClusterTraits;
}

/** What a node's container is made from. */
export interface NodeSpec extends VolumeSpec {
  /** Of the replication network, in CIDR form. */
  readonly subnet: string;
  /** On 127.0.0.1. */
  readonly hostPort: number;
  /** The nodes to ask first for a state transfer, best first; empty to leave it to the server. */
  readonly donors: readonly string[];
}

/** A node's fixed address on its cluster's replication network. */
export function nodeAddress(subnet: string, node: string): string {
  return replicationAddress(subnet, nodeNumber(node) ?? 0);
}

async function assertVolumeIsOurs(access: Access, { cluster, node }: VolumeSpec, name: string): Promise<void> {
  const volume = await access.docker.getVolume(name).inspect();
  const own = volume.Labels as Record<string, string> | null;
  if (!belongTo(access.scope, cluster, own) || own?.[labels.node] !== node) {
    throw new GaleraError('nameTaken', `A volume named ${name} exists that isn't ours.`, {
      advice: 'Rename or remove that volume, or give the cluster another name.',
    });
  }
}

/**
 * Makes a node's volume, where there is none; Docker answers an existing name with the existing volume.
 *
 * @throws GaleraError `nameTaken` for a volume of someone else's, `dockerFailed`, `diskFull`
 */
export async function ensureNodeVolume(access: Access, spec: VolumeSpec, plannedNodes: number): Promise<void> {
  const name = nodeResourceName(spec.cluster, spec.node);
  try {
    await access.docker.createVolume({
      Name: name,
      Labels: {
        ...resourceLabels(spec.cluster, 'node', access.scope),
        [labels.node]: spec.node,
        [labels.image]: spec.image,
        [labels.nodes]: String(plannedNodes),
        ...traitLabels(spec.traits),
      },
    });
    await assertVolumeIsOurs(access, spec, name);
  } catch (error) {
    throw dockerFailure(error, `Making the volume ${name}`);
  }
}

/**
 * Two servers on one volume would ruin it: a node's container may have been given another name. Who else looks into
 * it is no node.
 */
async function assertVolumeIsFree(access: Access, name: string): Promise<void> {
  const filters = { volume: [name], label: [`${labels.role}=node`] };
  const [user] = await access.docker.listContainers({ all: true, filters });
  if (user !== undefined) {
    const other = user.Names[0]?.slice(1) ?? user.Id;
    const message = `The container ${other} has the volume ${name}, and isn't the node's by its name and labels.`;
    throw new GaleraError('nameTaken', message, {
      advice: `Remove that container, or give it back the name ${name}.`,
    });
  }
}

/**
 * Makes a node's container on its volume and both networks, not yet started and without files. No restart
 * policy: Docker would undo the user's kill.
 *
 * @throws GaleraError `nameTaken`, `dockerFailed`
 */
export async function createNodeContainer(access: Access, spec: NodeSpec): Promise<Docker.Container> {
  const name = nodeResourceName(spec.cluster, spec.node);
  const options: NamedContainer = {
    name,
    Hostname: spec.node,
    Image: spec.image,
    User: 'root',
    // The image's own entrypoint would start the server without a recovered position.
    Entrypoint: ['bash', nodePaths.start],
    Cmd: [],
    // For the engine's orders (sendOrder.ts): each has a connection of its own, which ends without ending this.
    OpenStdin: true,
    StdinOnce: false,
    StopSignal: 'SIGTERM',
    StopTimeout: 60,
    // The image's own would log in to the server as it set it up.
    Healthcheck: { Test: ['NONE'] },
    Labels: {
      ...resourceLabels(spec.cluster, 'node', access.scope),
      [labels.node]: spec.node,
      [labels.image]: spec.image,
      ...traitLabels(spec.traits),
    },
    ExposedPorts: { '3306/tcp': {} },
    HostConfig: {
      Mounts: [
        {
          Type: 'volume',
          Source: name,
          Target: nodePaths.home,
          VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } },
        },
        await preparedMount(access, spec.image),
      ],
      PortBindings: { '3306/tcp': [{ HostIp: '127.0.0.1', HostPort: String(spec.hostPort) }] },
      NetworkMode: clientNetworkName(spec.cluster),
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
    },
    NetworkingConfig: { EndpointsConfig: { [clientNetworkName(spec.cluster)]: { Aliases: [spec.node] } } },
  };
  await assertVolumeIsFree(access, name);
  const container = await createNamed(access, options);
  try {
    await rejoinReplicationNetwork(access, container, spec);
    return container;
  } catch (error) {
    await container.remove({ force: true, v: true });
    throw error;
  }
}

/**
 * Connects a node to its cluster's replication network, at its fixed address.
 *
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function rejoinReplicationNetwork(
  access: Access,
  container: Docker.Container,
  { cluster, node, subnet }: Pick<NodeSpec, 'cluster' | 'node' | 'subnet'>,
): Promise<void> {
  try {
    await access.docker.getNetwork(replicationNetworkName(cluster)).connect({
      Container: container.id,
      EndpointConfig: { Aliases: [node], IPAMConfig: { IPv4Address: nodeAddress(subnet, node) } },
    });
  } catch (error) {
    throw dockerFailure(error, `Connecting ${node} to the replication network`);
  }
}

/**
 * Writes what a node needs before it starts: our scripts, the server's option file and the credentials. The
 * same at every start, so that a newer version of ours brings its own.
 *
 * @param seed what the data directories of a new cluster begin with, for its nodes only: see script/initialise.sh.
 *
 * @throws GaleraError `dockerFailed`, `diskFull`
 */
export async function installNodeFiles(
  container: Docker.Container,
  spec: NodeSpec,
  credentials: Credentials,
  memberList: string,
  seed: string | undefined,
): Promise<void> {
  const { cluster, node, subnet, traits, donors } = spec;
  const address = nodeAddress(subnet, node);
  const nodeAddresses = nodeNames(nodeCountLimits.max).map((each) => nodeAddress(subnet, each));
  const tls = credentials.authority !== undefined;
  const { sstPassword } = credentials;
  const config = serverConfig({ cluster, node, address, traits, donors, sstPassword, tls, nodeAddresses });
  const certificate = await certificateFiles(spec, address, credentials);
  try {
    await putFiles(container, [
      { path: nodePaths.start, content: startScript(), mode: 0o755 },
      { path: nodePaths.notify, content: notify, mode: 0o755 },
      { path: nodePaths.stateAgent, content: stateAgent(), mode: 0o755 },
      ...sstScriptFiles(),
      ...certificate,
      { path: nodePaths.config, content: config, mode: 0o600 },
      // What an earlier boot reported is no longer true.
      { path: nodePaths.boot, content: '', mode: 0o644 },
      { path: nodePaths.name, content: `${node}\n`, mode: 0o644 },
      { path: nodePaths.members, content: memberList, mode: 0o644 },
      { path: nodePaths.credentials, content: formatCredentials(credentials), mode: 0o600 },
      { path: nodePaths.accounts, content: accountsSql(credentials, traits.sstMethod), mode: 0o600 },
      { path: nodePaths.escort, content: '', mode: 0o644 },
      ...(seed === undefined ? [] : [{ path: nodePaths.seed, content: `${seed}\n`, mode: 0o644 }]),
    ]);
  } catch (error) {
    throw dockerFailure(error, `Writing the files of ${node}`);
  }
}
