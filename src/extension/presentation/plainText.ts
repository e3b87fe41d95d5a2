import { plainWords } from '../../cluster/vocabulary/plainWords';

/**
 * A text as a notification may show it: without control characters, and without links, which VS Code makes of
 * `[text](command:…)` wherever a message has it.
 */
export function plainText(text: string): string {
  return plainWords(text).replaceAll('](', '] (');
}
