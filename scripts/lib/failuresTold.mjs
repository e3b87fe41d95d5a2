const linesOfEach = 80;

/**
 * What failed in a run, and why, as lines to print behind all else: whoever has only the end of a long log finds it
 * there.
 *
 * @param {readonly Pick<import('./timesTaken.mjs').Done, 'job' | 'failures'>[]} done
 * @returns {string[]} none where nothing failed
 */
export function failuresTold(done) {
  const told = done.flatMap(({ job, failures }) =>
    failures.map((failure) => `${job}: ${failure}`.split('\n').slice(0, linesOfEach)),
  );
  return told.length === 0 ? [] : ['', 'What failed:', ...told.flat()];
}
