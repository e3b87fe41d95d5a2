import { isUp, type NodeView } from '../vocabulary/model';

/** Where the node takes connections: its port, unless it isn't running and the port is only reserved. */
export function openPort(node: NodeView): number | null {
  return isUp(node) ? node.port : null;
}

/** The node to connect to where none is named: one in service, else one that takes connections. */
export function nodeToConnectTo(nodes: readonly NodeView[]): string | undefined {
  const open = nodes.filter((node) => openPort(node) !== null);
  return (open.find(({ state }) => state === 'Synced') ?? open[0])?.name;
}
