import { type FaultGroup, faultGroups } from './faultTools';
import type { SchemaLedger } from './schemaLedger';

/** From so long on a run has to have seen each kind of fault, and each kind of change acknowledged, at least once. */
const longerRunMs = 8 * 60_000;

/** A word that the kinds of statements have in common, for each thing that DDL does here. */
const changes = [
  'create table',
  'copy',
  'inplace',
  'instant',
  'rename table',
  'truncate table',
  'drop table',
  'sequence',
  'trigger',
  'index',
];

/** What a run didn't come to, in sentences: without it the run proves less than it says. */
export function coverageFailures(
  ranMs: number,
  groups: ReadonlyMap<FaultGroup, number>,
  schema: SchemaLedger,
): string[] {
  if (ranMs < longerRunMs) {
    return [];
  }
  const faults = faultGroups.filter((group) => (groups.get(group) ?? 0) === 0);
  const never = changes.filter(
    (change) => ![...schema.counts].some(([kind, { acknowledged }]) => kind.includes(change) && acknowledged > 0),
  );
  return [
    ...(faults.length === 0 ? [] : [`In the whole run there was no fault of the kind ${faults.join(', ')}`]),
    ...(never.length === 0 ? [] : [`In the whole run no change was acknowledged of the kind ${never.join(', ')}`]),
  ];
}
