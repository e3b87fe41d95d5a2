import { parseBenchArguments, UsageError } from './benchArguments';
import { type BenchRow, reportTable, thisMachine } from './benchReport';
import { startBench } from './startBench';

/** Every benchmark there is, by the name it is asked for. What it says on the way goes to stderr. */
const benches: Readonly<Record<string, (rounds: number, say: (line: string) => void) => Promise<BenchRow[]>>> = {
  start: startBench,
};

/** `npm run bench`. Exit 0: measured; 1: something failed; 2: usage. */
async function main(): Promise<number> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  try {
    const { bench, json, rounds } = parseBenchArguments(process.argv.slice(2), Object.keys(benches));
    const rows = (await benches[bench]?.(rounds, say)) ?? [];
    const report = { bench, machine: thisMachine(), rows };
    process.stdout.write(`${json ? JSON.stringify(report) : reportTable(report, rounds)}\n`);
    return 0;
  } catch (error) {
    say(error instanceof UsageError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

void main().then((code) => process.exit(code));
