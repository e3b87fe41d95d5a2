import { parseArgs } from 'node:util';
import { isClusterName } from '../../src/cluster/vocabulary/names';
import { numberOption, UsageError } from '../support/toolArguments';

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

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param image where none is named
 * @throws UsageError
 */
export function parseConsistencyArguments(args: readonly string[], image: string): ConsistencyArguments {
  const values = parse(args);
  const seed = numberOption(
    'seed',
    values.seed,
    (value) => Number.isSafeInteger(value) && value >= 0,
    'a whole number from 0',
  );
  const name = values.name ?? `consistency-${seed}`;
  if (!isClusterName(name)) {
    throw new UsageError(`"${name}" can't be a cluster's name.`);
  }
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
