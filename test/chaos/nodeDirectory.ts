import type { Access } from '../../src/cluster/docker/access';
import { type ClusterConnection, readConnection } from '../../src/cluster/view/readConnection';
import { nodeAddress } from '../../src/cluster/node/nodeContainer';
import { replicationSubnet } from '../../src/cluster/docker/networks';
import { nodeNames } from '../../src/cluster/vocabulary/names';
import type { SqlAddress } from '../../src/cluster/sql/openConnection';
import { mostNodes } from './chaosArguments';

/** Where the nodes are. A start may move a node to another port, so it is looked up again from time to time. */
export class NodeDirectory {
  /** Those that the cluster began with: clients stay on them. */
  readonly nodes: readonly string[];

  private constructor(
    private readonly access: Access,
    private readonly cluster: string,
    private connection: ClusterConnection,
    private readonly subnet: string,
    /** Those, and whichever scaling may add. */
    readonly possible: readonly string[],
  ) {
    this.nodes = connection.nodes.map(({ name }) => name);
  }

  static async of(access: Access, cluster: string): Promise<NodeDirectory> {
    const connection = await readConnection(access, cluster, new AbortController().signal);
    const possible = nodeNames(mostNodes(connection.nodes.length));
    return new NodeDirectory(access, cluster, connection, await replicationSubnet(access, cluster), possible);
  }

  async refresh(): Promise<void> {
    // While a container is being replaced the node has no address; the one it had will do until the next look.
    const { nodes } = await readConnection(this.access, this.cluster, AbortSignal.timeout(10_000));
    const gone = this.connection.nodes.filter(({ name }) => nodes.every((node) => node.name !== name));
    this.connection = { ...this.connection, nodes: [...nodes, ...gone] };
  }

  /** How a client reaches a node. */
  sqlAddress(node: string): SqlAddress {
    const at = this.connection.nodes.find(({ name }) => name === node);
    if (at === undefined) {
      throw new Error(`${node} isn't in the cluster`);
    }
    const { user, password, ca } = this.connection;
    return { host: at.host, port: at.port, user, password, ca: ca ?? undefined };
  }

  /** The node with a replication address, as in wsrep_incoming_addresses; the address itself where it is unknown. */
  nodeAt(address: string): string {
    const host = address.replace(/:\d+$/, '');
    return this.possible.find((node) => nodeAddress(this.subnet, node) === host) ?? address;
  }
}
