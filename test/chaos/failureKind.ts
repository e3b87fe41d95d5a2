/** A statement that may have ended the transaction, or one before it. */
export type Phase = 'before' | 'commit';

/** `refused`: surely not done. `unknown`: the commit was under way and no word of it came back. */
export type FailureKind = 'refused' | 'unknown';

const nothingDone = new Set<unknown>([1047, 1205, 1213]);

/**
 * What a failed statement means for its transaction. A conflict (1213), a lock that wasn't to be had (1205) and a node
 * that takes no statements (1047, said before it looks at one) are the server's word that nothing was done; any other
 * failure while the commit was under way says nothing.
 */
export function failureKind(error: unknown, phase: Phase): FailureKind {
  const { errno } = error as { errno?: unknown };
  return phase === 'before' || nothingDone.has(errno) ? 'refused' : 'unknown';
}

/** A short name for a failure, to count by. */
export function failureName(error: unknown): string {
  const { errno, code, name } = error as { errno?: unknown; code?: unknown; name?: unknown };
  return [code, errno, name]
    .filter((part) => typeof part === 'string' || (typeof part === 'number' && part > 0))
    .slice(0, 2)
    .join(' ');
}
