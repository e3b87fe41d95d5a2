import { parseArgs } from 'node:util';

/** Which benchmark, and how to run and show it. */
export interface BenchArguments {
  readonly bench: string;
  readonly json: boolean;
  readonly rounds: number;
  /** Sizes of the data, for benchmarks that take them; undefined where not asked for. */
  readonly megabytes: readonly number[] | undefined;
  /** Numbers of streams, as above. */
  readonly streams: readonly number[] | undefined;
  /** Put the figures into the docs. */
  readonly write: boolean;
}

/** What a benchmark takes beside --json and --rounds. */
export interface BenchOptions {
  readonly rounds: number;
  readonly takes: readonly ('megabytes' | 'streams' | 'write')[];
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const options = {
  json: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  megabytes: { type: 'string' },
  streams: { type: 'string' },
  write: { type: 'boolean', default: false },
} as const;

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
    throw new UsageError(`--${option} takes whole numbers from ${String(least)}, not "${text}".`);
  }
  return value;
}

function wholeNumbers(option: string, text: string | undefined, least: number): number[] | undefined {
  return text?.split(',').map((part) => wholeNumber(option, part, least));
}

function parse(args: readonly string[], known: Readonly<Record<string, BenchOptions>>): BenchArguments {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [bench = '', ...more] = positionals;
  const own = Object.hasOwn(known, bench) ? known[bench] : undefined;
  if (own === undefined || more.length > 0) {
    throw new UsageError(`Name one benchmark: ${Object.keys(known).join(', ')}.`);
  }
  for (const option of ['megabytes', 'streams', 'write'] as const) {
    if (values[option] !== undefined && values[option] !== false && !own.takes.includes(option)) {
      throw new UsageError(`"${bench}" takes no --${option}.`);
    }
  }
  return {
    bench,
    json: values.json,
    rounds: values.rounds === undefined ? own.rounds : wholeNumber('rounds', values.rounds, 1),
    megabytes: wholeNumbers('megabytes', values.megabytes, 0),
    streams: wholeNumbers('streams', values.streams, 1),
    write: values.write,
  };
}

function usage(known: Readonly<Record<string, BenchOptions>>): string {
  const words = { megabytes: '[--megabytes N,…]', streams: '[--streams N,…]', write: '[--write]' };
  return Object.entries(known)
    .map(([bench, { takes }]) =>
      ['npm run bench --', bench, '[--json] [--rounds N]', ...takes.map((option) => words[option])].join(' '),
    )
    .join('\n');
}

/**
 * @param known the benchmarks that there are.
 * @throws UsageError
 */
export function parseBenchArguments(
  args: readonly string[],
  known: Readonly<Record<string, BenchOptions>>,
): BenchArguments {
  try {
    return parse(args, known);
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage(known)}`);
  }
}
