import type { ClusterView } from '../cluster/vocabulary/model';

/** What `status --json` prints: one document, stable for scripts. */
export function statusJson(clusters: readonly ClusterView[]): string {
  return JSON.stringify({
    clusters: clusters.map(({ name, health, stateUuid, nodes, foreign, balancer }) => ({
      name,
      health,
      stateUuid,
      nodes: nodes.map((node) => ({
        name: node.name,
        container: node.container,
        state: node.state,
        clusterStatus: node.wsrep?.clusterStatus ?? null,
        clusterSize: node.wsrep?.clusterSize ?? null,
        lastCommitted: node.wsrep?.lastCommitted ?? null,
        host: node.host,
        port: node.port,
        version: node.wsrep?.serverVersion ?? null,
        failure: node.failure ?? null,
        transfer: node.transfer ?? null,
        istChance: node.istChance ?? null,
      })),
      foreign,
      balancer: balancer === undefined ? null : { ...balancer, nodes: Object.fromEntries(balancer.nodes) },
    })),
  });
}
