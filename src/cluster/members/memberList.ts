import { nodeAddress } from '../node/nodeContainer';
import { timeOfDay } from '../vocabulary/timeOfDay';

/** Where a node can be reached by the other members. */
export interface Endpoint {
  readonly node: string;
  readonly address: string;
  readonly sqlPort: number;
  readonly galeraPort: number;
  readonly istPort: number;
}

/** Every node listens on the standard ports, on an address of its own. */
export const nodePorts = { sqlPort: 3306, galeraPort: 4567, istPort: 4568 } as const;

/**
 * The member list as each node keeps it: node, address, SQL port, galera port and IST port, one member a line.
 * Each boot reads it, probes who is online and builds wsrep_cluster_address from those (script/members.sh).
 *
 * @param asOfMs when it was made, in milliseconds since 1970: its first line, by which a node that is told of it late
 * keeps one that is newer (script/requests.sh).
 */
export function formatMemberList(endpoints: readonly Endpoint[], asOfMs: number): string {
  const lines = endpoints.map(
    (at) => `${at.node} ${at.address} ${String(at.sqlPort)} ${String(at.galeraPort)} ${String(at.istPort)}\n`,
  );
  return [`# ${String(asOfMs)}\n`, ...lines].join('');
}

/** The list of members as it is from now on. */
export function memberListOf(nodes: readonly string[], subnet: string): string {
  return formatMemberList(
    nodes.map((node) => ({ node, address: nodeAddress(subnet, node), ...nodePorts })),
    timeOfDay(),
  );
}
