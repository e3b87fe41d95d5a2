import { nodeCountLimits } from '../../src/cluster/vocabulary/names';
import { nameOption, numberOption, parseOptions, seedOption } from '../support/toolArguments';

/** What a run is made from; the same seed picks the same faults. */
export interface ChaosArguments {
  readonly seed: number;
  readonly minutes: number;
  readonly nodes: number;
  readonly name: string;
  readonly image: string | undefined;
  /** Leave the cluster as it is after a failure. */
  readonly keep: boolean;
}

/** The most nodes that scaling under load gives a cluster that began with so many. */
export function mostNodes(nodes: number): number {
  return Math.min(nodes + 2, nodeCountLimits.max);
}

export const chaosUsage = 'npm run chaos -- [--seed S] [--minutes M] [--nodes N] [--name NAME] [--image REF] [--keep]';

const options = {
  seed: { type: 'string', default: '1' },
  minutes: { type: 'string', default: '2' },
  nodes: { type: 'string', default: '3' },
  name: { type: 'string' },
  image: { type: 'string' },
  keep: { type: 'boolean', default: false },
} as const;

/** @throws UsageError */
export function parseChaosArguments(args: readonly string[]): ChaosArguments {
  const values = parseOptions(args, options);
  const { min, max } = nodeCountLimits;
  const seed = seedOption(values.seed);
  const name = nameOption(values.name, 'chaos', seed);
  return {
    seed,
    name,
    minutes: numberOption('minutes', values.minutes, (value) => value > 0 && value <= 24 * 60, 'minutes, more than 0'),
    nodes: numberOption(
      'nodes',
      values.nodes,
      (value) => Number.isInteger(value) && value >= min && value <= max,
      `${String(min)} to ${String(max)}`,
    ),
    image: values.image ?? process.env['GALERA_IMAGE'],
    keep: values.keep,
  };
}
