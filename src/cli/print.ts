import { plainWords } from '../cluster/vocabulary/plainWords';

/** Results: what a script may read. */
export function print(text: string): void {
  process.stdout.write(`${plainWords(text)}\n`);
}

/** Everything else. */
export function printError(text: string): void {
  process.stderr.write(`${plainWords(text)}\n`);
}
