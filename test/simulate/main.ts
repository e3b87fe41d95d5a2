import { join } from 'node:path';
import { UsageError } from '../support/toolArguments';
import { buildSeries } from './buildSeries';
import { faultsNamed, findFault, isFound, tableHead, tableRow } from './faultTable';
import { runSeries } from './runSeries';
import type { Among } from './series';
import { parseSimulateArguments, type SimulateArguments, simulateUsage } from './simulateArguments';

const root = join(__dirname, '..');
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const betweenNewsMs = 10_000;

/** @returns how many went wrong. */
async function runLongSeries({ schedules, seed }: SimulateArguments): Promise<number> {
  const bundle = join(root, 'out', 'simulate', 'now', 'series.cjs');
  await buildSeries(root, bundle);
  const ran = { kept: 0, all: 0 };
  let toldMs = performance.now();
  const beganMs = toldMs;
  const seconds = (): string => ((performance.now() - beganMs) / 1_000).toFixed(0);
  const run = (among: Among, runs: number) =>
    runSeries(bundle, { among, seed, runs, shrinks: true }, (count) => {
      ran[among] = Math.min(count, runs);
      if (performance.now() - toldMs > betweenNewsMs) {
        toldMs = performance.now();
        say(`${String(ran.kept + ran.all)} of ${String(schedules)} schedules, ${seconds()} s`);
      }
    });
  const ends = await Promise.all([run('kept', Math.ceil(schedules / 2)), run('all', Math.floor(schedules / 2))]);
  const wrong = ends.filter(({ after }) => after !== undefined);
  for (const { after, story } of wrong) {
    process.stdout.write(`After ${String(after)} schedules:\n${story}\n`);
  }
  const outcome = wrong.length === 0 ? 'nothing went wrong' : `${String(wrong.length)} went wrong`;
  process.stdout.write(`${String(schedules)} schedules from seed ${String(seed)}: ${outcome}, ${seconds()} s\n`);
  return wrong.length;
}

/** @returns how many of the faults weren't found. */
async function tellFaults({ schedules, only }: SimulateArguments): Promise<number> {
  process.stdout.write(`${tableHead.join('\n')}\n`);
  let missed = 0;
  for (const fault of faultsNamed(only)) {
    const found = await findFault(root, fault, schedules);
    missed += isFound(found) ? 0 : 1;
    process.stdout.write(`${tableRow(found, schedules)}\n`);
  }
  return missed;
}

/** `npm run simulate`. Exit 0: nothing went wrong, every fault was found; 1: something did, or one wasn't; 2: usage. */
async function main(): Promise<number> {
  try {
    const request = parseSimulateArguments(process.argv.slice(2));
    return (await (request.faults ? tellFaults(request) : runLongSeries(request))) === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) {
      say(`${error.message}\n${simulateUsage}`);
      return 2;
    }
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  }
}

void main().then((code) => process.exit(code));
