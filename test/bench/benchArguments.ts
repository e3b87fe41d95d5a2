import { parseArgs } from 'node:util';

/** Which benchmark, and how to show it. */
export interface BenchArguments {
  readonly bench: string;
  readonly json: boolean;
  readonly rounds: number;
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * @param known the benchmarks that there are.
 * @throws UsageError
 */
export function parseBenchArguments(args: readonly string[], known: readonly string[]): BenchArguments {
  const usage = `npm run bench -- ${known.join('|')} [--json] [--rounds N]`;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '3' } },
    });
    const [bench = '', ...more] = positionals;
    const rounds = Number(values.rounds);
    if (!known.includes(bench) || more.length > 0) {
      throw new UsageError(`Name one benchmark: ${known.join(', ')}.`);
    }
    if (!Number.isInteger(rounds) || rounds < 1) {
      throw new UsageError(`--rounds takes a whole number from 1, not "${values.rounds}".`);
    }
    return { bench, json: values.json, rounds };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}
