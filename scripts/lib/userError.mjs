/** A failure that one plain sentence explains; `details` are lines that help whoever looks closer. */
export class UserError extends Error {
  /**
   * @param {string} message
   * @param {readonly string[]} [details]
   */
  constructor(message, details = []) {
    super(message);
    this.name = 'UserError';
    this.details = details;
  }
}

/**
 * Tells what a script is doing, on stderr: stdout belongs to results.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Tells why something failed: a UserError in its sentence, anything else with its stack.
 *
 * @param {unknown} error
 */
export function sayWhy(error) {
  linesOf(error).forEach(say);
}

/**
 * @param {unknown} error
 * @returns {readonly string[]} why something failed, as sayWhy tells it
 */
export function linesOf(error) {
  if (error instanceof UserError) {
    return [...error.details, error.message];
  }
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

/**
 * Runs a script's main function; its number is the exit code, a failure is told and exits 1.
 *
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    sayWhy(error);
    process.exitCode = 1;
  }
}
