import { formatTable } from '../../../src/cli/table';
import { thisMachine } from '../benchReport';
import type { ClientSaw, FailoverRow } from './failoverRow';

/** The rows as a table for people. */
export function failoverTable(rows: readonly FailoverRow[], rounds: number): string {
  const cells = ({ acknowledged, failed, lost, longest_gap_s: gap }: ClientSaw): string[] => [
    String(acknowledged),
    String(failed),
    String(lost),
    gap.toFixed(2),
  ];
  const { cores, memoryGiB } = thisMachine();
  const heading = `failover: ${String(rounds)} of each, on ${String(cores)} cores and ${String(memoryGiB)} GiB`;
  const columns = ['acknowledged', 'failed', 'lost', 'longest gap, s'];
  return `${heading}; through the balancer, and to the node itself\n\n${formatTable([
    ['', ...columns, ...columns.map((column) => `${column} (fixed)`)],
    ...rows.map((row) => [row.name, ...cells(row), ...cells(row.fixed)]),
  ])}`;
}
