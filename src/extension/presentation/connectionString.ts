import type { NodeView } from '../../cluster/model';
import type { ClusterConnection } from '../../cluster/readConnection';
import { openPort } from './clusterWords';

/** The node to connect to where none is named: one in service, else one that takes connections. */
export function nodeToConnectTo(nodes: readonly NodeView[]): string | undefined {
  const open = nodes.filter((node) => openPort(node) !== null);
  return (open.find(({ state }) => state === 'Synced') ?? open[0])?.name;
}

/**
 * A connection URL for one node; undefined where it has no published port. It holds the password: for the
 * clipboard only, never for a view or a log.
 */
export function connectionString(connection: ClusterConnection, node: string): string | undefined {
  const target = connection.nodes.find(({ name }) => name === node);
  if (target === undefined) {
    return undefined;
  }
  const account = `${encodeURIComponent(connection.user)}:${encodeURIComponent(connection.password)}`;
  return `mysql://${account}@${target.host}:${target.port}`;
}
