import { formatTable } from '../../src/cli/table';
import type { ChaosArguments } from './chaosArguments';
import type { ChaosResult } from './runChaos';
import type { Outcome, SchemaLedger } from './schemaLedger';

/** How often a kind of DDL ended how, then all of it. */
function ddlTable(schema: SchemaLedger): string {
  const rows = [...schema.counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([kind, { acknowledged, refused, unknown }]) => [kind, acknowledged, refused, unknown]);
  const all = ['all', schema.total('acknowledged'), schema.total('refused'), schema.total('unknown')];
  return formatTable([['DDL', 'ACKNOWLEDGED', 'REFUSED', 'UNKNOWN'], ...[...rows, all].map((row) => row.map(String))]);
}

function rowsTold(schema: SchemaLedger, outcome: Outcome): number {
  return schema.objects.reduce((sum, { rows }) => sum + rows.filter((row) => row.outcome === outcome).length, 0);
}

/** What a run did and found, for people. */
export function summary({ seed, minutes, nodes }: ChaosArguments, result: ChaosResult, timelineFile: string): string {
  const { tally, ledger, schema, watch, states, failures, knownLosses } = result;
  const faults = [...tally]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, endings]) => [
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
    ddlTable(schema),
    '',
    `acknowledged writes   ${String(ledger.acknowledged.size)}`,
    `unknown outcomes      ${String(ledger.unknown.size)}, of which ${String(unknownThere)} are there`,
    `rows through tables   ${String(rowsTold(schema, 'acknowledged'))} acknowledged, ${String(rowsTold(schema, 'unknown'))} unknown`,
    `failures and retries  ${String(ledger.retries)} (${clients.join(', ') || 'none'})`,
    `component samples     ${String(watch.samples)}`,
    `two Primaries at once ${String(watch.doubles.length)}`,
    `stale views           ${String(watch.stale.length)}${watch.stale.length === 0 ? '' : `, longest ${String(Math.max(...watch.stale.map(({ from, until }) => until - from)))} ms`}`,
    `state UUIDs           ${[...watch.stateUuids].join(', ')}`,
    ...states.map(
      ({ node, total, contents, schema: held }) =>
        `${node}: total ${String(total)}; ${contents}; ${String(held.objects.size)} tables and sequences, ${String(held.triggers.size)} triggers`,
    ),
    ...knownLosses.map((loss) => `KNOWN OF GALERA: ${loss}`),
    ...failures.map((failure) => `FAILED: ${failure}`),
    failures.length === 0 ? 'PASSED' : `FAILED with seed ${String(seed)}; timeline: ${timelineFile}`,
  ].join('\n');
}
