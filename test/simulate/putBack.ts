import type { Patch } from '../cluster/loop/simulation/oldFaults';

/** Where a text stands, wherever its lines break. */
function placesOf(text: string): RegExp {
  const words = text
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(words.join(String.raw`\s+`), 'g');
}

export function countOf(source: string, { text }: Patch): number {
  return source.match(placesOf(text))?.length ?? 0;
}

/**
 * A source with an old text put back in its place.
 *
 * @throws Error where the present text isn't there, or there more than once
 */
export function putBack(source: string, patch: Patch): string {
  if (countOf(source, patch) !== 1) {
    throw new Error(`${String(countOf(source, patch))} times in ${patch.file}: ${patch.text}`);
  }
  return source.replace(placesOf(patch.text), () => patch.replacement);
}
