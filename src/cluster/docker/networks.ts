import type Docker from 'dockerode';
import type { Access } from './access';
import { GaleraError } from '../vocabulary/errors';
import { belongTo, labels, resourceLabels } from '../vocabulary/labels';
import { clientNetworkName, replicationNetworkName } from '../vocabulary/names';
import { dockerFailure } from './dockerErrors';
import { createNetwork, createRanged, type RangedNetwork, type RangedPlan } from './rangedNetworks';
import { hostAddress, roomIn, subnetOf } from './subnets';

/**
 * A network of ours; undefined where there is none of that name.
 *
 * @throws GaleraError `nameTaken` where someone else's network has the name.
 */
async function findNetwork(
  access: Access,
  cluster: string,
  name: string,
): Promise<Docker.NetworkInspectInfo | undefined> {
  const found = (await access.docker.listNetworks({ filters: { name: [name] } })).find(
    (network) => network.Name === name,
  );
  if (found !== undefined && !belongTo(access.scope, cluster, found.Labels)) {
    throw new GaleraError('nameTaken', `A network named ${name} exists that isn't ours.`, {
      advice: 'Rename or remove that network, or give the cluster another name.',
    });
  }
  return found;
}

/**
 * The subnet of a cluster's replication network, in CIDR form.
 *
 * @throws GaleraError `dockerFailed` where the network is gone, `nameTaken`
 */
export async function replicationSubnet(access: Access, cluster: string): Promise<string> {
  const network = await findNetwork(access, cluster, replicationNetworkName(cluster));
  const subnet = network === undefined ? undefined : subnetOf(network);
  if (subnet === undefined) {
    throw new GaleraError('dockerFailed', `The replication network of "${cluster}" is gone.`, {
      advice: 'Stop the cluster, then start it: the network is made again.',
    });
  }
  return subnet;
}

/**
 * Internal, and ranged because only then may a container ask for a fixed address, and Galera doesn't survive members
 * whose addresses change (codership/galera #207).
 */
function replicationPlan(access: Access, cluster: string): RangedPlan {
  const options = {
    Name: replicationNetworkName(cluster),
    Internal: true,
    Labels: resourceLabels(cluster, 'replication', access.scope),
  };
  return { options, addressing: () => ({}) };
}

/**
 * Whether this Docker lets others on the machine's network segment in by ports published on 127.0.0.1, and by a
 * container's own address: those before 28 do (moby/moby #45610, and the notes on release 28.0.0).
 *
 * @param version of the engine, like 20.10.24+dfsg1
 */
export function letsNeighboursIn(version: string): boolean {
  return Number.parseInt(version, 10) < 28;
}

/**
 * The network that clients come in by. Where Docker lets in whoever is on the machine's network segment, the way out
 * that its containers have leads to an address that nobody has: clients on this machine come from an address of the
 * network itself, and nobody else gets an answer.
 */
function clientPlan(access: Access, cluster: string): RangedPlan {
  const options = { Name: clientNetworkName(cluster), Labels: resourceLabels(cluster, 'clients', access.scope) };
  return {
    options,
    addressing: (subnet) => ({ AuxiliaryAddresses: { DefaultGatewayIPv4: hostAddress(subnet, roomIn(subnet)) } }),
  };
}

/**
 * A ranged network that is there, if nodes can use it. Of a start that was killed the draft may be left, whose subnet
 * nobody named: none of our nodes is on it, and it is removed. One that a node is on was made whole, by an earlier
 * version without the label.
 */
async function findRanged(access: Access, cluster: string, name: string): Promise<RangedNetwork | undefined> {
  const found = await findNetwork(access, cluster, name);
  if (found === undefined) {
    return undefined;
  }
  const { Id: id } = found;
  const subnet = subnetOf(found);
  try {
    const isUsed = async (): Promise<boolean> =>
      (await access.docker.listContainers({ all: true, filters: { network: [id] } })).length > 0;
    if (subnet !== undefined && (found.Labels?.[labels.subnet] === subnet || (await isUsed()))) {
      return { id, subnet };
    }
    access.log.info(`The network ${name} was left half-made; making it again`);
    await access.docker.getNetwork(id).remove();
    return undefined;
  } catch (error) {
    throw dockerFailure(error, `Replacing the network ${name}`);
  }
}

/** A cluster's networks, as they are now. */
export interface ClusterNetworks {
  /** Of the replication network, in CIDR form. */
  readonly subnet: string;
  /** By name. */
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * Makes sure of a cluster's two networks: the one the nodes replicate on, and the one clients come in by.
 *
 * @param onCreated told each network's name before it is made, so that a failed start can take it back.
 * @throws GaleraError `nameTaken`, `dockerFailed`, `dockerDown`
 */
export async function ensureNetworks(
  access: Access,
  cluster: string,
  onCreated: (name: string) => void,
): Promise<ClusterNetworks> {
  const names = { clients: clientNetworkName(cluster), replication: replicationNetworkName(cluster) };
  const closed = letsNeighboursIn((await access.docker.version()).Version);
  const findClients = async (): Promise<string | undefined> =>
    closed
      ? (await findRanged(access, cluster, names.clients))?.id
      : (await findNetwork(access, cluster, names.clients))?.Id;
  const [foundReplication, foundClients] = await Promise.all([
    findRanged(access, cluster, names.replication),
    findClients(),
  ]);
  const missing = [
    ...(foundReplication === undefined ? [replicationPlan(access, cluster)] : []),
    ...(foundClients === undefined ? [clientPlan(access, cluster)] : []),
  ];
  for (const { options } of missing) {
    onCreated(options.Name);
  }
  const made = await createRanged(
    access,
    missing.filter(({ options }) => closed || options.Name !== names.clients),
  );
  const clients =
    foundClients ??
    made.get(names.clients)?.id ??
    (await createNetwork(access, clientPlan(access, cluster).options)).id;
  const { id = '', subnet = '' } = foundReplication ?? made.get(names.replication) ?? {};
  return {
    subnet,
    ids: new Map([
      [names.clients, clients],
      [names.replication, id],
    ]),
  };
}

/**
 * Whether a container belongs to a network of this name that was removed since: it can't start any more, though there
 * may be another of the name, made by a start that was killed before it came to the container.
 */
export function isStranded(
  container: Pick<Docker.ContainerInspectInfo, 'NetworkSettings'>,
  { ids }: ClusterNetworks,
): boolean {
  return Object.entries(container.NetworkSettings.Networks).some(([name, { NetworkID: id }]) => {
    const now = ids.get(name);
    // Docker leaves the id empty until a container has started for the first time.
    return now !== undefined && id !== '' && id !== now;
  });
}
