import type { Counts } from './attempt';
import type { Difference } from './compareContent';
import { renderSchema } from './renderSchema';
import type { Schema } from './schema';
import type { Plan } from './twoNodes';

/** One way in which a transfer isn't faithful, and the smallest schema that was found to show it. */
export interface Fault {
  readonly signature: string;
  times: number;
  readonly seed: number;
  plan: Plan;
  /** Undefined where it is of no schema. */
  schema: Schema | undefined;
  /** Its databases that have names of their own. */
  named: readonly string[];
  difference: Difference | undefined;
  /** What a transfer that failed said. */
  readonly failure: string | undefined;
}

/** A fault for people: what differs, under what, and SQL that makes it. */
export function reportOf({ signature, times, seed, plan, schema, named, difference, failure }: Fault): string {
  const place =
    difference === undefined
      ? []
      : [
          `  at ${JSON.stringify([difference.database, difference.name, difference.aspect])}`,
          `  donor:  ${difference.donor}`,
          `  joiner: ${difference.joiner}`,
        ];
  return [
    `FAULT ${signature} (${times} times, batch ${seed})`,
    ...(failure === undefined ? [] : [`  ${failure}`]),
    ...place,
    `  with ${JSON.stringify(plan)}`,
    ...(schema === undefined
      ? ['  by no schema of its own']
      : renderSchema(schema, 0, named).statements.map(({ sql }) => `  ${sql};`)),
  ].join('\n');
}

/** What a run counted, for programs: one line of JSON. */
export function countsLine({ made, content, transfers, again }: Counts, faults: number): string {
  return JSON.stringify({
    schemas: made.schemas,
    tables: content.tables,
    rows: content.rows,
    values: content.cells,
    transfers,
    begunAgain: again.length,
    faults,
    statements: made.statements,
    refusedStatements: made.refused,
    madeTables: made.tables - made.refusedTables,
    refusedTables: made.refusedTables,
    types: made.kinds.size,
  });
}

/** The same as a sentence. */
export function countsSentence({ made, content, transfers, again }: Counts, faults: number): string {
  const share = made.tables === 0 ? 0 : Math.round((made.refusedTables * 1_000) / made.tables) / 10;
  return `${made.schemas} schemas with ${content.tables} tables, ${content.rows} rows and ${content.cells} values went through ${transfers} transfers${again.length === 0 ? '' : ` (${again.length} begun again, as a node got no time to run)`}: ${faults === 0 ? 'no difference' : `${faults} faults`}; the server refused ${share} % of the tables.`;
}
