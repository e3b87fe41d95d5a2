import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Event, mishaps, operations, type Schedule, Simulation, tally } from './simulation/simulation';

const schedules = Number(process.env['GALERA_SCHEDULES'] ?? 2_000);
const seed = Number(process.env['GALERA_SEED'] ?? 1);

const operation: fc.Arbitrary<Event> = fc.record({
  what: fc.constantFrom(...operations),
  afterMs: fc.nat(20_000),
  node: fc.nat(30),
  cutAfterMs: fc.option(fc.nat(15_000), { nil: undefined, freq: 2 }),
  isKilled: fc.boolean(),
});
const mishap = (among: readonly (typeof mishaps)[number][]): fc.Arbitrary<Event> =>
  fc.record({ what: fc.constantFrom(...among), afterMs: fc.nat(6_000), node: fc.nat(30) });

function scheduleOf(among: readonly (typeof mishaps)[number][]): fc.Arbitrary<Schedule> {
  const begin: Event = { what: 'start', afterMs: 0, node: 0 };
  return fc.record({
    seed: fc.nat(),
    size: fc.integer({ min: 1, max: 4 }),
    trouble: fc.constantFrom({ failing: 0, slowestMs: 50 }, { failing: 0, slowestMs: 3_000 }, { failing: 0.03, slowestMs: 200 }),
    events: fc
      .array(fc.oneof({ arbitrary: operation, weight: 1 }, { arbitrary: mishap(among), weight: 2 }), { maxLength: 14 })
      .map((events) => [begin, ...events]),
  });
}

async function storyOf(schedule: Schedule): Promise<string> {
  const simulation = new Simulation(schedule);
  const error = await simulation.run().then(
    () => 'it passes',
    (reason: unknown) => String(reason),
  );
  return [...simulation.story, error].join('\n');
}

/** Runs schedules; of one that fails the shortest like it is told, as a story. */
async function simulate(among: readonly (typeof mishaps)[number][], onEnd: (refused: string | undefined) => void): Promise<void> {
  const property = fc.asyncProperty(scheduleOf(among), async (schedule) => {
    onEnd((await new Simulation(schedule).run()).refused);
  });
  const result = await fc.check(property, { numRuns: schedules, seed, endOnFailure: process.env['GALERA_NO_SHRINK'] !== undefined });
  const [failing] = result.counterexample ?? [];
  if (failing !== undefined) {
    assert.fail(`After ${String(result.numRuns)} schedules:\n${await storyOf(failing)}\n${JSON.stringify(failing)}`);
  }
}

describe(`The loop in simulated clusters, ${String(schedules)} schedules from seed ${String(seed)}`, function () {
  this.timeout(600_000);
  after(() => console.log([...tally].sort(([, a], [, b]) => b - a)));

  it('keeps what was acknowledged, and reaches its goal in the end, whatever crashes, hangs, leaves, is cut off, killed or cancelled', async () => {
    const all = mishaps.filter((what) => what !== 'deleteVolume');
    await simulate(all, (refused) => assert.equal(refused, undefined));
  });

  it('refuses in the end only where a volume was deleted', async () => {
    await simulate(mishaps, () => undefined);
  });
});
