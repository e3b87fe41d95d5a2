import type { PlannedTransfer } from './planTransfers';
import type { ConsistencyResult } from './runConsistency';
import type { TransferReport } from './transferUnderLoad';

/** A line for one transfer, of so many. */
export function tellTransfer(
  { number, joiner, donor, streams }: PlannedTransfer,
  of: number,
  { seconds, begun, change, moved, movedByDonor, failures }: TransferReport,
): string {
  return [
    `transfer ${number} of ${of}: ${joiner} from ${donor} in ${seconds.toFixed(1)} s by ${streams} streams`,
    ...(begun > 1 ? [`begun ${begun} times`] : []),
    ...(change === undefined ? [] : [change]),
    `${moved} times money moved meanwhile, ${movedByDonor} of them through the donor`,
    failures.length === 0 ? 'all nodes hold the same' : `${failures.length} faults`,
  ].join('; ');
}

/** What a run counted, as a sentence. */
export function countsSentence({ reports, ledger, failures }: ConsistencyResult): string {
  const changed = reports.filter(({ change }) => change !== undefined).length;
  const sum = (count: (report: TransferReport) => number): number =>
    reports.reduce((all, report) => all + count(report), 0);
  const again = sum(({ begun }) => begun - 1);
  return [
    `${reports.length} full transfers, ${changed} of them with a change of the schema in the middle`,
    ...(again === 0 ? [] : [` and ${again} begun again`]),
    `; money moved ${ledger.acknowledged.size} times (${sum(({ moved }) => moved)} while a transfer ran, `,
    `${sum(({ movedByDonor }) => movedByDonor)} of them through the donor), ${ledger.refused.size} times refused, `,
    `${ledger.unknown.size} times without an answer: `,
    failures.length === 0
      ? 'each time all nodes held the same to the byte, all the money, and every acknowledged transfer once.'
      : `${failures.length} faults.`,
  ].join('');
}
