import type { Connection } from 'mysql2/promise';
import { type Alike, compareContent, type Difference } from './compareContent';
import { readContent } from './content';
import type { ContentCount } from './items';
import { dropSchemas, type Made, makeSchemas } from './makeSchemas';
import { type RenderedSchema, renderSchema } from './renderSchema';
import type { Schema } from './schema';
import type { Plan, TwoNodes } from './twoNodes';

/** What came of one transfer. */
export interface Outcome {
  /** Why the joiner wasn't filled; undefined where it was. */
  readonly failure: string | undefined;
  /** By the schema's place among those that were sent; -1 for what belongs to none. */
  readonly differences: ReadonlyMap<number, readonly Difference[]>;
}

export interface Counts {
  readonly made: Made;
  readonly content: ContentCount;
  transfers: number;
  /** Reasons for which transfers were begun again: of the machine, not of what was sent. */
  readonly again: string[];
}

/** What a joiner or a donor says that got no time to run, or what waits for it. */
const starved = /doesn't answer any more|in vain|timed out|timeout/i;
const transferTries = 3;

/**
 * Makes schemas on the donor, has the joiner filled, and compares; the donor is empty again afterwards.
 *
 * @param named databases of the first schema that are named so
 */
export async function attempt(
  nodes: TwoNodes,
  schemas: readonly Schema[],
  plan: Plan,
  counts: Counts,
  alike: Alike,
  named: readonly string[] = [],
): Promise<Outcome> {
  const rendered = schemas.map((schema, index) => renderSchema(schema, index, index === 0 ? named : []));
  await nodes.setDonor(plan);
  const donor = await nodes.connect('g1');
  try {
    await makeSchemas(donor, rendered, counts.made);
    let failure: string | undefined;
    for (let tried = 0; tried < transferTries; tried++) {
      failure = await nodes.transfer(plan.joiner);
      counts.transfers += 1;
      if (failure === undefined || !starved.test(failure)) {
        break;
      }
      counts.again.push(failure);
    }
    return {
      failure,
      differences:
        failure === undefined ? await compare(nodes, donor, rendered, counts, alike) : new Map<number, Difference[]>(),
    };
  } finally {
    await dropSchemas(donor, rendered, (folder) => nodes.clearFolder(folder));
    await Promise.all(donor.map((each) => each.end()));
  }
}

async function compare(
  nodes: TwoNodes,
  donor: readonly Connection[],
  rendered: readonly RenderedSchema[],
  counts: Counts,
  alike: Alike,
): Promise<Map<number, Difference[]>> {
  const joiner = await nodes.connect('g2');
  try {
    const [ofDonor, ofJoiner] = await Promise.all([readContent(donor, counts.content), readContent(joiner)]);
    const found = new Map<number, Difference[]>();
    for (const difference of compareContent(ofDonor, ofJoiner, alike)) {
      const index = rendered.findIndex(({ databases }) => databases.includes(difference.database));
      found.set(index, [...(found.get(index) ?? []), difference]);
    }
    return found;
  } finally {
    await Promise.all(joiner.map((each) => each.end()));
  }
}
