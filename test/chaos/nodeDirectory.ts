import type { Engine } from '../../src/cluster/engine';
import { type ClusterConnection, readConnection } from '../../src/cluster/readConnection';
import { nodeAddress } from '../../src/cluster/node/nodeContainer';
import { replicationSubnet } from '../../src/cluster/docker/networks';
import type { SqlAddress } from '../../src/cluster/wsrep/openConnection';

/** Where the nodes are. A start may move a node to another port, so it is looked up again from time to time. */
export class NodeDirectory {
  private constructor(
    private readonly engine: Engine,
    private readonly cluster: string,
    private connection: ClusterConnection,
    private readonly subnet: string,
  ) {}

  static async of(engine: Engine, cluster: string): Promise<NodeDirectory> {
    const connection = await readConnection(engine, cluster, new AbortController().signal);
    return new NodeDirectory(engine, cluster, connection, await replicationSubnet(engine, cluster));
  }

  async refresh(): Promise<void> {
    // While a container is being replaced the node has no address; the one it had will do until the next look.
    const { nodes } = await readConnection(this.engine, this.cluster, AbortSignal.timeout(10_000));
    const known = this.connection.nodes.map((node) => nodes.find(({ name }) => name === node.name) ?? node);
    this.connection = { ...this.connection, nodes: known };
  }

  get nodes(): readonly string[] {
    return this.connection.nodes.map(({ name }) => name);
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
    return this.nodes.find((node) => nodeAddress(this.subnet, node) === host) ?? address;
  }
}
