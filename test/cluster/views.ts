import type {
  BalancerView,
  ClusterHealth,
  ClusterView,
  NodeState,
  NodeView,
  WsrepStatus,
} from '../../src/cluster/vocabulary/model';

export const stateUuid = '7d3a1f52-c8a1-11f0-9a34-0242ac120002';
export const otherStateUuid = 'b1c5f3aa-c8a2-11f0-8f11-0242ac120003';

/** What a Synced member of three answers, but for the changes. */
export function wsrepStatus(changes: Partial<WsrepStatus> = {}): WsrepStatus {
  return {
    clusterStatus: 'Primary',
    clusterSize: 3,
    clusterStateUuid: stateUuid,
    clusterConfId: 3,
    evsState: 'OPERATIONAL',
    incomingAddresses: ['172.20.0.11:3306', '172.20.0.12:3306', '172.20.0.13:3306'],
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
    cachedDownto: 1,
    writesets: 0,
    writesetBytes: 0,
    serverVersion: '11.8.6-MariaDB',
    ...changes,
  };
}

export function nodeView(name: string, state: NodeState, wsrep: WsrepStatus | null = null): NodeView {
  return {
    name,
    container: `galera-demo-${name}`,
    state,
    host: '127.0.0.1',
    port: 13_306,
    wsrep,
    image: 'mariadb:11.8',
  };
}

/** It leads writes to g1, and g2 is about to leave. */
export const balancerView: BalancerView = {
  container: 'galera-demo-balancer',
  image: 'haproxy:lts',
  state: 'running',
  write: { host: '127.0.0.1', port: 13_309 },
  read: { host: '127.0.0.1', port: 13_310 },
  writer: 'g1',
  nodes: new Map([
    ['g1', 'synced'],
    ['g2', 'leaving'],
    ['g3', 'synced'],
  ]),
};

export function clusterView(nodes: readonly NodeView[], health: ClusterHealth = 'healthy'): ClusterView {
  return { name: 'demo', health, stateUuid, nodes, foreign: [] };
}
