import type { ClusterHealth, ClusterView, NodeState, NodeView, WsrepStatus } from '../../src/cluster/vocabulary/model';
import type { L10n } from '../../src/extension/presentation/l10n';
import { balancerView, stateUuid, wsrepStatus as syncedStatus } from '../cluster/views';

/** English, with the arguments put in as VS Code puts them in. */
export const english: L10n = {
  t: (message, ...args) => message.replace(/\{(\d+)\}/g, (hole, index) => String(args[Number(index)] ?? hole)),
};

export { balancerView, stateUuid };

/** As a server says it whose version goes on after the part that is shown. */
export function wsrepStatus(changes: Partial<WsrepStatus> = {}): WsrepStatus {
  return syncedStatus({ serverVersion: '11.8.6-MariaDB-ubu2404-log', ...changes });
}

const answering: readonly NodeState[] = ['Synced', 'Donor', 'Desynced', 'Joiner', 'Joined', 'Non-Primary'];

export function node(number: number, state: NodeState, changes: Partial<NodeView> = {}): NodeView {
  return {
    name: `g${number}`,
    container: `galera-demo-g${number}`,
    state,
    host: '127.0.0.1',
    port: 33060 + number,
    wsrep: answering.includes(state) ? wsrepStatus() : null,
    image: 'mariadb:11.8',
    ...changes,
  };
}

export function cluster(name: string, health: ClusterHealth, nodes: readonly NodeView[]): ClusterView {
  return { name, health, stateUuid: health === 'healthy' ? stateUuid : null, nodes, foreign: [] };
}

export const healthy = cluster('demo', 'healthy', [node(1, 'Synced'), node(2, 'Synced'), node(3, 'Synced')]);
