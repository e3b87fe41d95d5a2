import { parseArgs, type ParseArgsConfig } from 'node:util';
import { isClusterName } from '../../src/cluster/vocabulary/names';

/** Arguments that a tool can't take; the message says which. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * The number that an option gives.
 *
 * @param wanted what it takes, in words
 * @throws UsageError
 */
export function numberOption(option: string, text: string, fits: (value: number) => boolean, wanted: string): number {
  const value = Number(text);
  if (text.trim() === '' || !fits(value)) {
    throw new UsageError(`--${option} takes ${wanted}, not "${text}".`);
  }
  return value;
}

/**
 * The options of a tool's arguments, as parseArgs reads them.
 *
 * @throws UsageError
 */
export function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * What `--seed` says.
 *
 * @throws UsageError
 */
export function seedOption(text: string): number {
  return numberOption('seed', text, (value) => Number.isSafeInteger(value) && value >= 0, 'a whole number from 0');
}

/**
 * The name for a run's cluster: what `--name` says, else the tool's own with the seed.
 *
 * @throws UsageError
 */
export function nameOption(name: string | undefined, tool: string, seed: number): string {
  const chosen = name ?? `${tool}-${String(seed)}`;
  if (!isClusterName(chosen)) {
    throw new UsageError(`"${chosen}" can't be a cluster's name.`);
  }
  return chosen;
}
