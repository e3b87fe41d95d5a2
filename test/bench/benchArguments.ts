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
  /** Numbers of tables, as above. */
  readonly tables: readonly number[] | undefined;
  /** Words for the rows that are wanted, and for the ways that are measured; undefined for all. */
  readonly rows: readonly string[] | undefined;
  readonly ways: readonly string[] | undefined;
  /** Put the figures into the docs. */
  readonly write: boolean;
}

/** What a benchmark takes beside --json and --rounds. */
export interface BenchOptions {
  readonly rounds: number;
  readonly takes: readonly ('megabytes' | 'streams' | 'tables' | 'write')[];
  /** The words that options for lists of words take. */
  readonly words: Readonly<Partial<Record<'rows' | 'ways', readonly string[]>>>;
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const options = {
  json: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  megabytes: { type: 'string' },
  streams: { type: 'string' },
  tables: { type: 'string' },
  rows: { type: 'string' },
  ways: { type: 'string' },
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

function knownWords(option: string, text: string | undefined, known: readonly string[] = []): string[] | undefined {
  const words = text?.split(',');
  const unknown = words?.find((word) => !known.includes(word));
  if (unknown !== undefined) {
    throw new UsageError(`--${option} takes ${known.join(', ')}, not "${unknown}".`);
  }
  return words;
}

function parse(args: readonly string[], known: Readonly<Record<string, BenchOptions>>): BenchArguments {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [bench = '', ...more] = positionals;
  const own = Object.hasOwn(known, bench) ? known[bench] : undefined;
  if (own === undefined || more.length > 0) {
    throw new UsageError(`Name one benchmark: ${Object.keys(known).join(', ')}.`);
  }
  const taken: readonly string[] = ['json', 'rounds', ...own.takes, ...Object.keys(own.words)];
  for (const [option, value] of Object.entries(values)) {
    if (value !== false && !taken.includes(option)) {
      throw new UsageError(`"${bench}" takes no --${option}.`);
    }
  }
  return {
    bench,
    json: values.json,
    rounds: values.rounds === undefined ? own.rounds : wholeNumber('rounds', values.rounds, 1),
    megabytes: wholeNumbers('megabytes', values.megabytes, 0),
    streams: wholeNumbers('streams', values.streams, 1),
    tables: wholeNumbers('tables', values.tables, 1),
    rows: knownWords('rows', values.rows, own.words.rows),
    ways: knownWords('ways', values.ways, own.words.ways),
    write: values.write,
  };
}

function usage(known: Readonly<Record<string, BenchOptions>>): string {
  const line = (bench: string, { takes, words }: BenchOptions): string =>
    [
      `npm run bench -- ${bench} [--json] [--rounds N]`,
      ...takes.map((option) => (option === 'write' ? '[--write]' : `[--${option} N,…]`)),
      ...Object.entries(words).map(([option, choices]) => `[--${option} ${choices.join()}]`),
    ].join(' ');
  return Object.entries(known)
    .map(([bench, own]) => line(bench, own))
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
