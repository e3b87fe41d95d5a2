import { formatTable } from '../../src/cli/table';
import type { ChaosArguments } from './chaosArguments';
import type { ChaosResult } from './runChaos';

/** What a run did and found, for people. */
export function summary({ seed, minutes, nodes }: ChaosArguments, result: ChaosResult, timelineFile: string): string {
  const { tally, ledger, watch, states, failures, knownLosses } = result;
  const faults = [...tally].sort(([a], [b]) => a.localeCompare(b)).map(([name, endings]) => [
    name,
    String([...endings.values()].reduce((sum, count) => sum + count, 0)),
    [...endings].map(([ending, count]) => `${String(count)} ${ending}`).join(', '),
  ]);
  const count = faults.reduce((sum, [, times]) => sum + Number(times), 0);
  const unknownThere = [...ledger.unknown.keys()].filter((key) => states[0]?.keys.has(key)).length;
  const clients = Object.entries(ledger.failures).map(([reason, times]) => `${String(times)} ${reason}`);
  return [
    `seed ${String(seed)}, ${String(minutes)} min, ${String(nodes)} nodes`,
    '',
    formatTable([['FAULT', 'TIMES', 'HOW THEY ENDED'], ...faults, ['all', String(count), '']]),
    '',
    `acknowledged writes   ${String(ledger.acknowledged.size)}`,
    `unknown outcomes      ${String(ledger.unknown.size)}, of which ${String(unknownThere)} are there`,
    `failures and retries  ${String(ledger.retries)} (${clients.join(', ') || 'none'})`,
    `component samples     ${String(watch.samples)}`,
    `two Primaries at once ${String(watch.doubles.length)}`,
    `stale views           ${String(watch.stale.length)}${watch.stale.length === 0 ? '' : `, longest ${String(Math.max(...watch.stale.map(({ from, until }) => until - from)))} ms`}`,
    `state UUIDs           ${[...watch.stateUuids].join(', ')}`,
    ...states.map(({ node, total, contents }) => `${node}: total ${String(total)}; ${contents}`),
    ...knownLosses.map((loss) => `KNOWN OF GALERA: ${loss}`),
    ...failures.map((failure) => `FAILED: ${failure}`),
    failures.length === 0 ? 'PASSED' : `FAILED with seed ${String(seed)}; timeline: ${timelineFile}`,
  ].join('\n');
}
