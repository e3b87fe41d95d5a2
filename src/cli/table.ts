import type { BalancerView, ClusterView } from '../cluster/vocabulary/model';
import { led } from '../cluster/view/ledNodes';
import { istLine, transferLine } from './transferLine';

/** Rows under a heading, each column as wide as its widest cell. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** "balancer: write 127.0.0.1:13309 → g1, read 127.0.0.1:13310 → g1, g2". */
function balancerLine({ state, write, read, writer, nodes }: BalancerView): string {
  const readers = led(nodes);
  const ways = [
    `write ${write.host}:${String(write.port)} → ${writer ?? 'nobody'}`,
    `read ${read.host}:${String(read.port)} → ${readers.length === 0 ? 'nobody' : readers.join(', ')}`,
  ];
  return state === 'running' ? `balancer: ${ways.join(', ')}` : `balancer: ${state}`;
}

/** How many containers are named that only look like nodes. */
const mostForeign = 5;

/** A cluster's node table, a line above it, and below it one for each node that failed, is filled or could be. */
export function clusterTable(cluster: ClusterView): string {
  const heading = ['NODE', 'STATE', 'STATUS', 'SIZE', 'COMMITTED', 'ADDRESS', 'VERSION'];
  const rows = cluster.nodes.map(({ name, state, wsrep, host, port }) => [
    name,
    state,
    wsrep?.clusterStatus ?? '-',
    wsrep === null ? '-' : String(wsrep.clusterSize),
    wsrep === null ? '-' : String(wsrep.lastCommitted),
    host === null || port === null ? '-' : `${host}:${String(port)}`,
    wsrep?.serverVersion ?? '-',
  ]);
  const notes = cluster.nodes.flatMap(({ name, failure, transfer, istChance }) => [
    ...(failure === undefined ? [] : [`${name} isn't in service: ${failure}`]),
    ...(transfer === undefined ? [] : [`${name} ${transferLine(transfer)}`]),
    ...(istChance === undefined ? [] : [`${name}: ${istLine(istChance)}`]),
  ]);
  const { name, foreign } = cluster;
  for (const container of foreign.slice(0, mostForeign)) {
    notes.push(`${container} has the labels of a node of "${name}" and is none; nothing is done to it`);
  }
  if (foreign.length > mostForeign) {
    notes.push(`and ${String(foreign.length - mostForeign)} more`);
  }
  if (cluster.balancer !== undefined) {
    notes.unshift(balancerLine(cluster.balancer));
  }
  const title = `${name}: ${cluster.health}, state UUID ${cluster.stateUuid ?? 'unknown'}`;
  return [title, '', formatTable([heading, ...rows]), ...(notes.length === 0 ? [] : ['', ...notes])].join('\n');
}
