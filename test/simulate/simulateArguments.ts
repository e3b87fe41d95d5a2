import { numberOption, parseOptions, UsageError } from '../support/toolArguments';

/** What `npm run simulate` is to do. */
export interface SimulateArguments {
  /** How many schedules are run; of each old fault, and from each seed, how many at most. */
  readonly schedules: number;
  readonly seed: number;
  /** Put the old faults back one by one, and say after how many schedules each is found. */
  readonly faults: boolean;
  /** Of the faults only those whose names have this in them. */
  readonly only: string | undefined;
}

export const simulateUsage = 'npm run simulate -- [--schedules N] [--seed S] | --faults [--schedules N] [--only NAME]';

const fewest = 20_000;

const options = {
  schedules: { type: 'string' },
  seed: { type: 'string', default: '1' },
  faults: { type: 'boolean', default: false },
  only: { type: 'string' },
} as const;

/** @throws UsageError */
export function parseSimulateArguments(args: readonly string[]): SimulateArguments {
  const { schedules = String(fewest), seed, faults, only } = parseOptions(args, options);
  if (only !== undefined && !faults) {
    throw new UsageError('--only names old faults, which --faults puts back.');
  }
  const whole = (option: string, text: string, least: number): number => {
    const fits = (value: number): boolean => Number.isSafeInteger(value) && value >= least;
    return numberOption(option, text, fits, `a whole number from ${String(least)}`);
  };
  return { faults, only, schedules: whole('schedules', schedules, 1), seed: whole('seed', seed, 0) };
}
