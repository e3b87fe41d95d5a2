import fc from 'fast-check';
import type { Access, OperationOptions } from '../../src/cluster/docker/access';
import { type Counts, attempt, type Outcome } from './attempt';
import { kindsOf } from './columns';
import { type Alike, isNewersWord } from './compareContent';
import type { FidelityArguments } from './fidelityArguments';
import { nothingMade } from './makeSchemas';
import { type Fault, reportOf } from './report';
import type { Schema } from './schema';
import { schemaArbitrary } from './schemaArbitrary';
import { settingsArbitrary } from './settings';
import { fewest, shrinkSchema } from './shrink';
import { type Plan, TwoNodes } from './twoNodes';

export interface FidelityResult {
  readonly counts: Counts;
  readonly faults: readonly Fault[];
  /** Types that no table had. */
  readonly neverMade: readonly string[];
}

/** So many faults of different kinds are shrunk; more are only counted. */
const shrunkFaults = 6;
const shrinkLimits = { width: 30, tries: 12 };
const bisectTries = 14;
/** A transfer that fails says of no schema whether it was that one: each try takes a transfer of its own. */
const failureLimits = { width: 1, tries: 12 };
/** A name that only one of the schemas in a transfer can have. */
const special = ['SYS'];

const plans: fc.Arbitrary<Plan> = fc.record({
  donor: settingsArbitrary,
  joiner: settingsArbitrary,
  dumpBelow: fc.constantFrom(0, 1, 16_385, 100_000, 1_048_576),
  rangeAbove: fc.constantFrom(0, 0, 1, 200, 3_000),
  streams: fc.integer({ min: 1, max: 4 }),
});

/** 1108 for "11.8.9-MariaDB". */
function versionNumber(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major * 100 + minor;
}

const withoutSettings = (plan: Plan): Plan => ({ ...plan, donor: {}, joiner: {} });
const signaturesOf = (outcome: Outcome, index: number): string[] => [
  ...new Set((outcome.differences.get(index) ?? []).map(({ signature }) => signature)),
];

/**
 * Makes schemas, sends them, compares, and again with others until the time is up; what fails is made as small as a
 * bounded number of transfers can. The cluster is removed at the end.
 *
 * @param say tells how far it is
 * @param enough ends the run after the transfer under way
 */
export async function runFidelity(
  access: Access,
  request: FidelityArguments,
  options: OperationOptions,
  say: (line: string) => void,
  enough: AbortSignal,
): Promise<FidelityResult> {
  const { from, to, seed, minutes, schemas: size } = request;
  const counts: Counts = { made: nothingMade(), content: { tables: 0, rows: 0, cells: 0 }, transfers: 0, again: [] };
  const faults: Fault[] = [];
  const nodes = await TwoNodes.start(access, request.name, { from, to }, options);
  try {
    const version = versionNumber(await serverVersion(nodes));
    const run: Run = {
      nodes,
      counts,
      alike: from === to ? () => false : isNewersWord,
      arbitrary: schemaArbitrary(version),
      say,
      faults,
      enough,
    };
    const began = performance.now();
    for (let batch = 0; performance.now() - began < minutes * 60_000 && !enough.aborted; batch++) {
      await runBatch(run, seed * 100_003 + batch, size);
      say(
        `${counts.made.schemas} schemas, ${counts.content.tables} tables, ${counts.content.cells} values, ${counts.transfers} transfers, ${faults.length} faults`,
      );
    }
    return { counts, faults, neverMade: kindsOf(version).filter((kind) => !counts.made.kinds.has(kind)) };
  } finally {
    await nodes.remove();
  }
}

async function serverVersion(nodes: TwoNodes): Promise<string> {
  const [connection] = await nodes.connect('g1', 1);
  const [rows] = (await connection?.query('SELECT VERSION() AS version')) as unknown as [{ version: string }[]];
  await connection?.end();
  return rows[0]?.version ?? '';
}

interface Run {
  readonly nodes: TwoNodes;
  readonly counts: Counts;
  readonly alike: Alike;
  readonly arbitrary: fc.Arbitrary<Schema>;
  readonly say: (line: string) => void;
  readonly faults: Fault[];
  /** Then nothing is made smaller any more. */
  readonly enough: AbortSignal;
}

async function runBatch(run: Run, seed: number, size: number): Promise<void> {
  const schemas = fc.sample(run.arbitrary, { seed, numRuns: size });
  const [plan] = fc.sample(plans, { seed, numRuns: 1 });
  if (plan === undefined) {
    return;
  }
  const outcome = await attempt(run.nodes, schemas, plan, run.counts, run.alike, special);
  if (outcome.failure !== undefined) {
    await investigateFailure(run, schemas, plan, outcome.failure, seed);
    return;
  }
  for (const [index, differences] of outcome.differences) {
    for (const signature of signaturesOf(outcome, index)) {
      const known = run.faults.find((fault) => fault.signature === signature);
      if (known !== undefined) {
        known.times += 1;
        continue;
      }
      const schema = schemas[index];
      const fault: Fault = {
        signature,
        times: 1,
        seed,
        plan,
        schema,
        named: index === 0 ? special : [],
        difference: differences.find((each) => each.signature === signature),
        failure: undefined,
      };
      run.faults.push(fault);
      run.say(`DIFFERENCE ${signature}${run.faults.length > shrunkFaults ? '' : ', made smaller …'}`);
      if (schema !== undefined && run.faults.length <= shrunkFaults) {
        await shrinkDifference(run, fault, schema);
      }
      run.say(reportOf(fault));
    }
  }
}

/** Under what a fault comes again: as little as will do. */
async function whichWay(
  run: Run,
  fault: Fault,
  shows: (plan: Plan, named: readonly string[]) => Promise<boolean>,
): Promise<boolean> {
  const ways = [
    { plan: withoutSettings(fault.plan), named: [] },
    { plan: fault.plan, named: [] },
    { plan: fault.plan, named: special },
  ];
  for (const { plan, named } of ways) {
    if (await shows(plan, named)) {
      fault.plan = plan;
      fault.named = named;
      return true;
    }
  }
  run.say("  It didn't come again.");
  return false;
}

async function shrinkDifference(run: Run, fault: Fault, schema: Schema): Promise<void> {
  const showing = async (schemas: readonly Schema[], plan: Plan, named: readonly string[]): Promise<boolean[]> => {
    if (run.enough.aborted) {
      return schemas.map(() => false);
    }
    const outcome = await attempt(run.nodes, schemas, plan, run.counts, run.alike, named);
    return schemas.map((_, index) => signaturesOf(outcome, index).includes(fault.signature));
  };
  // One that comes by a database's name only is as small as it gets.
  if (
    (await whichWay(run, fault, async (plan, named) => (await showing([schema], plan, named))[0] === true)) &&
    fault.named.length === 0
  ) {
    fault.schema = await shrinkSchema(schema, shrinkLimits, (candidates) =>
      showing(candidates, fault.plan, fault.named),
    );
    const last = await attempt(run.nodes, [fault.schema], fault.plan, run.counts, run.alike);
    fault.difference =
      last.differences.get(0)?.find(({ signature }) => signature === fault.signature) ?? fault.difference;
  }
}

/** A transfer that fails says in its own words at what; which schema it was is found by leaving out others. */
async function investigateFailure(
  run: Run,
  schemas: readonly Schema[],
  plan: Plan,
  failure: string,
  seed: number,
): Promise<void> {
  const signature = `transfer: ${failure.replace(/`(?:[^`]|``)*`|'[^']*'|\d+/g, '…').slice(0, 160)}`;
  const known = run.faults.find((fault) => fault.signature === signature);
  if (known !== undefined) {
    known.times += 1;
    return;
  }
  const fault: Fault = {
    signature,
    times: 1,
    seed,
    plan,
    schema: undefined,
    named: [],
    difference: undefined,
    failure,
  };
  run.faults.push(fault);
  run.say(`FAILED ${failure}`);
  if (run.faults.length <= shrunkFaults) {
    const fails = async (some: readonly Schema[], used = fault.plan, named = fault.named): Promise<boolean> =>
      !run.enough.aborted && (await attempt(run.nodes, some, used, run.counts, run.alike, named)).failure !== undefined;
    if (await whichWay(run, fault, (used, named) => fails(schemas, used, named))) {
      const [schema] = await fewest(schemas, bisectTries, (some) => fails(some));
      fault.schema =
        schema === undefined
          ? undefined
          : await shrinkSchema(schema, failureLimits, async (candidates) =>
              Promise.all(candidates.map((candidate) => fails([candidate]))),
            );
    }
  }
  run.say(reportOf(fault));
}
