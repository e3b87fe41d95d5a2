/** Results: what a script may read. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Everything else. */
export function printError(text: string): void {
  process.stderr.write(`${text}\n`);
}
