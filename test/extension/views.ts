import type { ClusterHealth, ClusterView, NodeState, NodeView, WsrepStatus } from '../../src/cluster/model';
import type { L10n } from '../../src/extension/presentation/l10n';

/** English, with the arguments put in as VS Code puts them in. */
export const english: L10n = {
  t: (message, ...args) => message.replace(/\{(\d+)\}/g, (hole, index) => String(args[Number(index)] ?? hole)),
};

export const stateUuid = '7d3a1f52-c8a1-11f0-9a34-0242ac120002';

export function wsrepStatus(changes: Partial<WsrepStatus> = {}): WsrepStatus {
  return {
    clusterStatus: 'Primary',
    clusterSize: 3,
    clusterStateUuid: stateUuid,
    clusterConfId: 3,
    localStateUuid: stateUuid,
    localState: 4,
    localStateComment: 'Synced',
    ready: true,
    connected: true,
    lastCommitted: 12,
    flowControlPausedNs: 0,
    flowControlSent: 0,
    localRecvQueue: 0,
    localSendQueue: 0,
    localCertFailures: 0,
    localBfAborts: 0,
    serverVersion: '11.8.6-MariaDB-ubu2404-log',
    ...changes,
  };
}

const answering: readonly NodeState[] = ['Synced', 'Donor', 'Joiner', 'Joined', 'Non-Primary'];

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
  return { name, health, stateUuid: health === 'healthy' ? stateUuid : null, nodes };
}

export const healthy = cluster('demo', 'healthy', [node(1, 'Synced'), node(2, 'Synced'), node(3, 'Synced')]);
