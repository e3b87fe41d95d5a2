import { type BenchArguments, type BenchOptions, parseBenchArguments, UsageError } from './benchArguments';
import { type BenchRow, reportTable, thisMachine } from './benchReport';
import { costTable } from './costs/costTable';
import { failoverBench, failoverKinds } from './failover/failoverBench';
import type { FailoverRow } from './failover/failoverRow';
import { failoverTable } from './failover/failoverTable';
import { sstBench } from './sst/sstBench';
import { sstTables } from './sst/sstReport';
import { rowKinds, type SstRow, ways } from './sst/sstRows';
import { writeSstDocs } from './sst/writeSstDocs';
import { startBench } from './startBench';

type Say = (line: string) => void;
/** What came out: the rows for programs, the same for people, and a way to put them into the docs. */
interface Outcome {
  readonly rows: readonly (BenchRow | SstRow | FailoverRow)[];
  readonly table: string;
  readonly write?: () => Promise<void>;
}
type Bench = BenchOptions & { readonly run: (request: BenchArguments, say: Say) => Promise<Outcome> };

/** Every benchmark there is, by the name it is asked for. What it says on the way goes to stderr. */
const benches: Readonly<Record<string, Bench>> = {
  start: {
    rounds: 3,
    takes: [],
    words: {},
    async run({ bench, rounds }, say) {
      const rows = await startBench(rounds, say);
      const table = `${reportTable({ bench, machine: thisMachine(), rows }, rounds)}\n\n${costTable(rows)}`;
      return { rows, table };
    },
  },
  sst: {
    rounds: 1,
    takes: ['megabytes', 'streams', 'tables', 'write'],
    words: { rows: rowKinds, ways },
    async run(request, say) {
      const rows = await sstBench(request, say);
      const report = { bench: 'sst', machine: thisMachine(), rows };
      return { rows, table: sstTables(report, request.rounds), write: () => writeSstDocs(report, request.rounds) };
    },
  },
  failover: {
    rounds: 1,
    takes: [],
    words: { rows: failoverKinds },
    async run({ rows: wanted, rounds }, say) {
      const kinds = failoverKinds.filter((kind) => wanted?.includes(kind) ?? true);
      const rows = await failoverBench(kinds, rounds, say);
      return { rows, table: failoverTable(rows, rounds) };
    },
  },
};

/** `npm run bench`. Exit 0: measured; 1: something failed; 2: usage. */
async function main(): Promise<number> {
  const say: Say = (line) => void process.stderr.write(`${line}\n`);
  try {
    const request = parseBenchArguments(process.argv.slice(2), benches);
    if (process.env['GALERA_ARGUMENTS_ONLY'] === '1') {
      return 0;
    }
    const { bench, json, write } = request;
    const outcome = await benches[bench]?.run(request, say);
    process.stdout.write(
      `${json ? JSON.stringify({ bench, machine: thisMachine(), rows: outcome?.rows }) : (outcome?.table ?? '')}\n`,
    );
    if (write) {
      await outcome?.write?.();
    }
    return 0;
  } catch (error) {
    say(
      error instanceof UsageError
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error),
    );
    return error instanceof UsageError ? 2 : 1;
  }
}

void main().then((code) => process.exit(code));
