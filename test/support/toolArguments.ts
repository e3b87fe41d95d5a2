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
