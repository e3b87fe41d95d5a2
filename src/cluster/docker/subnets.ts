import { isIPv4 } from 'node:net';
import type Docker from 'dockerode';
import { GaleraError } from '../vocabulary/errors';
import { nodeCountLimits } from '../vocabulary/names';

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
export function roomIn(subnet: string): number {
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

/** The balancer's fixed address there, behind those of all nodes that a cluster may have. */
export function balancerAddress(subnet: string): string {
  return replicationAddress(subnet, nodeCountLimits.max + 1);
}

/** The range of a network that nodes get addresses from; undefined where it has IPv6 only. */
export function subnetOf(inspected: Docker.NetworkInspectInfo): string | undefined {
  return inspected.IPAM?.Config?.map(({ Subnet: subnet = '' }) => subnet).find((subnet) =>
    isIPv4(subnet.split('/')[0] ?? ''),
  );
}

/**
 * Whether a network can be a cluster's: as many nodes as a cluster may have fit in its range, and a balancer.
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

/** A range in CIDR form as two; undefined where one of them would have no room for all nodes. */
export function halvesOf(subnet: string): readonly [string, string] | undefined {
  const [base = '', bits] = subnet.split('/');
  const half = (roomIn(subnet) + 2) / 2;
  const size = String(Number(bits) + 1);
  return half - 2 > nodeCountLimits.max ? [`${base}/${size}`, `${hostAddress(subnet, half)}/${size}`] : undefined;
}
