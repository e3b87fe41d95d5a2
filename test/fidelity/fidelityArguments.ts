import { nameOption, numberOption, parseOptions, seedOption } from '../support/toolArguments';

/** What a run is made from; the same seed makes the same schemas. */
export interface FidelityArguments {
  readonly seed: number;
  readonly minutes: number;
  /** Images of the donor and of the joiner. */
  readonly from: string;
  readonly to: string;
  /** Schemas in one transfer. */
  readonly schemas: number;
  readonly name: string;
}

export const fidelityUsage =
  'npm run fidelity -- [--seed S] [--minutes M] [--from IMAGE] [--to IMAGE] [--schemas N] [--name NAME]';

const options = {
  seed: { type: 'string', default: '1' },
  minutes: { type: 'string', default: '2' },
  from: { type: 'string' },
  to: { type: 'string' },
  schemas: { type: 'string', default: '30' },
  name: { type: 'string' },
} as const;

/**
 * @param image of both sides where none is named
 * @throws UsageError
 */
export function parseFidelityArguments(args: readonly string[], image: string): FidelityArguments {
  const values = parseOptions(args, options);
  const seed = seedOption(values.seed);
  const name = nameOption(values.name, 'fidelity', seed);
  const from = values.from ?? values.to ?? image;
  return {
    seed,
    name,
    from,
    to: values.to ?? from,
    minutes: numberOption('minutes', values.minutes, (value) => value > 0 && value <= 24 * 60, 'minutes, more than 0'),
    schemas: numberOption(
      'schemas',
      values.schemas,
      (value) => Number.isInteger(value) && value >= 1 && value <= 500,
      '1 to 500',
    ),
  };
}
