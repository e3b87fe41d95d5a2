import { nameOption, numberOption, parseOptions, seedOption } from '../support/toolArguments';

/** What a run is made from; the same seed plans the same transfers. */
export interface ConsistencyArguments {
  readonly transfers: number;
  readonly seed: number;
  readonly name: string;
  readonly image: string;
}

export const consistencyUsage = 'npm run consistency -- [--transfers N] [--seed S] [--image IMAGE] [--name NAME]';

const options = {
  transfers: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  image: { type: 'string' },
  name: { type: 'string' },
} as const;

/**
 * @param image where none is named
 * @throws UsageError
 */
export function parseConsistencyArguments(args: readonly string[], image: string): ConsistencyArguments {
  const values = parseOptions(args, options);
  const seed = seedOption(values.seed);
  const name = nameOption(values.name, 'consistency', seed);
  return {
    transfers: numberOption(
      'transfers',
      values.transfers,
      (value) => Number.isInteger(value) && value >= 1 && value <= 1_000,
      '1 to 1000',
    ),
    seed,
    name,
    image: values.image ?? image,
  };
}
