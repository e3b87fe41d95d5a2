import { isIPv4 } from 'node:net';
import type Docker from 'dockerode';
import type { Engine } from './engine';
import { GaleraError } from '../vocabulary/errors';
import { belongTo, labels, resourceLabels } from '../vocabulary/labels';
import { clientNetworkName, nodeCountLimits, replicationNetworkName } from '../vocabulary/names';
import { dockerFailure, dockerReason } from './dockerErrors';

/** The nth host address of a subnet in CIDR form, as in 172.20.0.0/16 and 11 → 172.20.0.11. */
export function hostAddress(subnet: string, n: number): string {
  const [base = '', bits = ''] = subnet.split('/');
  const size = 2 ** (32 - Number(bits));
  if (!isIPv4(base) || bits === '' || !(n > 0 && n < size - 1)) {
    throw new RangeError(`${subnet} has no host ${String(n)}`);
  }
  const number = base.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0) + n;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** How many hosts a subnet in CIDR form has room for. */
function roomIn(subnet: string): number {
  return 2 ** (32 - Number(subnet.split('/')[1])) - 2;
}

/**
 * A node's fixed address on the replication network; the first ten are left to Docker, in a subnet that is too small
 * for that only the first, which is Docker's own.
 */
export function replicationAddress(subnet: string, nodeNumber: number): string {
  const first = roomIn(subnet) < 10 + nodeCountLimits.max ? 1 : 10;
  return hostAddress(subnet, first + nodeNumber);
}

/** The range of a network that nodes get addresses from; undefined where it has IPv6 only. */
function subnetOf(inspected: Docker.NetworkInspectInfo): string | undefined {
  return inspected.IPAM?.Config?.map(({ Subnet: subnet = '' }) => subnet).find((subnet) =>
    isIPv4(subnet.split('/')[0] ?? ''),
  );
}

/**
 * Whether a network can be a cluster's: as many nodes as a cluster may have fit in its range.
 *
 * @throws GaleraError `dockerFailed`
 */
export function assertRoom(subnet: string | undefined): asserts subnet is string {
  if (subnet === undefined) {
    throw new GaleraError('dockerFailed', 'Docker gives networks here IPv6 addresses only, and nodes need IPv4.', {
      advice: "Add an IPv4 range to default-address-pools in Docker's daemon.json, then restart Docker.",
    });
  }
  if (roomIn(subnet) <= nodeCountLimits.max) {
    throw new GaleraError(
      'dockerFailed',
      `Docker gives networks here ranges like ${subnet}, which are too small for ${String(nodeCountLimits.max)} nodes.`,
      {
        advice: "Give default-address-pools in Docker's daemon.json a size of 28 or less, then restart Docker.",
      },
    );
  }
}

/**
 * A network of ours; undefined where there is none of that name.
 *
 * @throws GaleraError `nameTaken` where someone else's network has the name.
 */
async function findNetwork(
  engine: Engine,
  cluster: string,
  name: string,
): Promise<Docker.NetworkInspectInfo | undefined> {
  const found = (await engine.docker.listNetworks({ filters: { name: [name] } })).find(
    (network) => network.Name === name,
  );
  if (found !== undefined && !belongTo(engine.scope, cluster, found.Labels)) {
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
export async function replicationSubnet(engine: Engine, cluster: string): Promise<string> {
  const network = await findNetwork(engine, cluster, replicationNetworkName(cluster));
  const subnet = network === undefined ? undefined : subnetOf(network);
  if (subnet === undefined) {
    throw new GaleraError('dockerFailed', `The replication network of "${cluster}" is gone.`, {
      advice: 'Stop the cluster, then start it: the network is made again.',
    });
  }
  return subnet;
}

async function create(engine: Engine, options: Docker.NetworkCreateOptions): Promise<Docker.Network> {
  try {
    return await engine.docker.createNetwork({ CheckDuplicate: true, Driver: 'bridge', ...options });
  } catch (error) {
    const reason = dockerReason(error);
    if (/could not find an available|all predefined address pools/i.test(reason)) {
      throw new GaleraError('dockerFailed', 'Docker has no free subnet for another network.', {
        advice: 'Remove networks that are no longer used (docker network prune), then try again.',
        details: [reason],
        cause: error,
      });
    }
    throw dockerFailure(error, `Creating the network ${options.Name}`);
  }
}

/** A network whose range is known. */
interface RangedNetwork {
  readonly id: string;
  /** In CIDR form. */
  readonly subnet: string;
}

/** A network that is to be made with a subnet of its own, as it needs for all that is said of its addresses. */
interface RangedPlan {
  readonly options: Docker.NetworkCreateOptions & { readonly Name: string };
  readonly addressing: (subnet: string) => { readonly AuxiliaryAddresses?: Record<string, string> };
}

/** A range in CIDR form as two; undefined where one of them would have no room for all nodes. */
export function halvesOf(subnet: string): readonly [string, string] | undefined {
  const [base = '', bits] = subnet.split('/');
  const half = (roomIn(subnet) + 2) / 2;
  const size = String(Number(bits) + 1);
  return half - 2 > nodeCountLimits.max ? [`${base}/${size}`, `${hostAddress(subnet, half)}/${size}`] : undefined;
}

/**
 * Makes the networks in ranges of which Docker has just said that they are free; all or, where one is taken by now,
 * none.
 */
async function createIn(
  engine: Engine,
  plans: readonly RangedPlan[],
  subnets: readonly string[],
): Promise<Map<string, RangedNetwork> | undefined> {
  const made = new Map<string, RangedNetwork>();
  try {
    for (const [index, { options, addressing }] of plans.entries()) {
      const subnet = subnets[index] ?? '';
      const named = {
        Labels: { ...options.Labels, [labels.subnet]: subnet },
        IPAM: { Driver: 'default', Config: [{ Subnet: subnet, ...addressing(subnet) }] },
      };
      made.set(options.Name, { id: (await create(engine, { ...options, ...named })).id, subnet });
    }
    return made;
  } catch (error) {
    if (!/overlaps/i.test(error instanceof Error ? error.message : '')) {
      throw error;
    }
    for (const { id } of made.values()) {
      await engine.docker.getNetwork(id).remove();
    }
    return undefined;
  }
}

/**
 * Makes networks whose subnets are named at creation. Docker picks the range, for a draft of the first that is then
 * removed again: it knows which ranges are in use here. Two share one, where it is large enough: a network is Docker's
 * slowest thing to make.
 *
 * @returns them by name.
 */
async function createRanged(engine: Engine, plans: readonly RangedPlan[]): Promise<ReadonlyMap<string, RangedNetwork>> {
  const [first, ...more] = plans;
  for (let attempt = 1; first !== undefined; attempt++) {
    const draft = await create(engine, first.options);
    const range = subnetOf(await draft.inspect());
    await draft.remove();
    assertRoom(range);
    const subnets = more.length === 0 ? [range] : halvesOf(range);
    if (subnets === undefined) {
      return new Map([...(await createRanged(engine, [first])), ...(await createRanged(engine, more))]);
    }
    const made = await createIn(engine, plans, subnets);
    if (made !== undefined) {
      return made;
    }
    if (attempt >= 5) {
      throw new GaleraError(
        'dockerFailed',
        `Each range that Docker named for the network ${first.options.Name} was taken by the time it was asked for.`,
        {
          advice: 'Try again once nobody else makes networks.',
        },
      );
    }
  }
  return new Map();
}

/**
 * Internal, and ranged because only then may a container ask for a fixed address, and Galera doesn't survive members
 * whose addresses change (codership/galera #207).
 */
function replicationPlan(engine: Engine, cluster: string): RangedPlan {
  const options = {
    Name: replicationNetworkName(cluster),
    Internal: true,
    Labels: resourceLabels(cluster, 'replication', engine.scope),
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
function clientPlan(engine: Engine, cluster: string): RangedPlan {
  const options = { Name: clientNetworkName(cluster), Labels: resourceLabels(cluster, 'clients', engine.scope) };
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
async function findRanged(engine: Engine, cluster: string, name: string): Promise<RangedNetwork | undefined> {
  const found = await findNetwork(engine, cluster, name);
  if (found === undefined) {
    return undefined;
  }
  const { Id: id } = found;
  const subnet = subnetOf(found);
  try {
    const isUsed = async (): Promise<boolean> =>
      (await engine.docker.listContainers({ all: true, filters: { network: [id] } })).length > 0;
    if (subnet !== undefined && (found.Labels?.[labels.subnet] === subnet || (await isUsed()))) {
      return { id, subnet };
    }
    engine.log.info(`The network ${name} was left half-made; making it again`);
    await engine.docker.getNetwork(id).remove();
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
  engine: Engine,
  cluster: string,
  onCreated: (name: string) => void,
): Promise<ClusterNetworks> {
  const names = { clients: clientNetworkName(cluster), replication: replicationNetworkName(cluster) };
  const closed = letsNeighboursIn((await engine.docker.version()).Version);
  const findClients = async (): Promise<string | undefined> =>
    closed
      ? (await findRanged(engine, cluster, names.clients))?.id
      : (await findNetwork(engine, cluster, names.clients))?.Id;
  const [foundReplication, foundClients] = await Promise.all([
    findRanged(engine, cluster, names.replication),
    findClients(),
  ]);
  const missing = [
    ...(foundReplication === undefined ? [replicationPlan(engine, cluster)] : []),
    ...(foundClients === undefined ? [clientPlan(engine, cluster)] : []),
  ];
  for (const { options } of missing) {
    onCreated(options.Name);
  }
  const made = await createRanged(
    engine,
    missing.filter(({ options }) => closed || options.Name !== names.clients),
  );
  const clients =
    foundClients ?? made.get(names.clients)?.id ?? (await create(engine, clientPlan(engine, cluster).options)).id;
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
