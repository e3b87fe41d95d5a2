import fc from 'fast-check';
import { inspect } from 'node:util';
import { Violation } from './simData';
import { type Schedule, Simulation } from './simulation';

/** How many schedules are run, and from which seed. */
export interface Series {
  readonly schedules: fc.Arbitrary<Schedule>;
  readonly runs: number;
  readonly seed: number;
  /** Told after each schedule. */
  readonly onRun?: () => void;
  readonly count?: (ending: string) => void;
}

/** A schedule that went wrong, the shortest like it that was found. */
export interface Failing {
  /** So many schedules it took. */
  readonly after: number;
  readonly story: string;
}

/** A failing schedule is made shorter for so long. */
const shrinkMs = 25_000;

/** Of a story, which is told in lines. */
const mostLines = { first: 150, last: 50 };

async function storyOf(schedule: Schedule): Promise<string> {
  const story: string[] = [];
  const ending = await new Simulation(schedule, (line) => story.push(line)).run().then(
    () => 'it passes this time',
    (reason: unknown) => (reason instanceof Violation ? reason.message : inspect(reason)),
  );
  const left = story.length - mostLines.first - mostLines.last;
  const shortened = [...story.slice(0, mostLines.first), `… ${String(left)} lines …`, ...story.slice(-mostLines.last)];
  const told = left > 0 ? shortened : story;
  return [...told, ending, JSON.stringify(schedule)].join('\n');
}

/**
 * Runs schedules until one goes wrong.
 *
 * @param shrinks whether that is made shorter, and told.
 * @returns undefined where none did.
 */
export async function simulate(series: Series, shrinks = true): Promise<Failing | undefined> {
  const { schedules, runs, seed, onRun, count } = series;
  const property = fc.asyncProperty(schedules, async (schedule) => {
    onRun?.();
    await new Simulation(schedule, undefined, count).run();
  });
  const first = await fc.check(property, { numRuns: runs, seed, endOnFailure: true });
  if (!first.failed) {
    return undefined;
  }
  if (!shrinks) {
    return { after: first.numRuns, story: '' };
  }
  const path = first.counterexamplePath ?? '';
  const shorter = await fc.check(property, { seed, path, interruptAfterTimeLimit: shrinkMs });
  const [schedule] = shorter.counterexample ?? first.counterexample ?? [];
  return { after: first.numRuns, story: schedule === undefined ? 'no schedule' : await storyOf(schedule) };
}
