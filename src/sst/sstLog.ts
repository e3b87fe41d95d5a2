/** One line of our SST script in a donor's log. */
export type SstLogLine =
  | { readonly kind: 'started'; readonly method: 'ist' | 'mysqldump'; readonly joiner: string; readonly position: string }
  | { readonly kind: 'done'; readonly joiner: string; readonly seconds: number }
  | { readonly kind: 'failed'; readonly cause: string };

/** The script's line in a line of a container's log; undefined for any other line. */
export function parseSstLine(line: string): SstLogLine | undefined {
  const started = /galera-sst: started: method=(ist|mysqldump) joiner=(\S+) position=(\S+)$/.exec(line);
  if (started !== null) {
    const [, method, joiner = '', position = ''] = started;
    return { kind: 'started', method: method === 'ist' ? 'ist' : 'mysqldump', joiner, position };
  }
  const done = /galera-sst: done: joiner=(\S+) seconds=(\d+)$/.exec(line);
  if (done !== null) {
    return { kind: 'done', joiner: done[1] ?? '', seconds: Number(done[2]) };
  }
  const failed = /galera-sst: failed: (.+)$/.exec(line);
  return failed === null ? undefined : { kind: 'failed', cause: failed[1] ?? '' };
}

/**
 * Why the last state transfer in a donor's log failed: the clients' own error lines that came before our
 * script's verdict, and the verdict. Empty where the last one didn't fail.
 */
export function sstFailureCause(log: readonly string[]): string[] {
  const parsed = log.map(parseSstLine);
  const failedAt = parsed.findLastIndex((line) => line !== undefined);
  const verdict = parsed[failedAt];
  if (verdict?.kind !== 'failed') {
    return [];
  }
  const startedAt = parsed.findLastIndex((line, index) => index < failedAt && line?.kind === 'started');
  const errors = log.slice(Math.max(startedAt, 0), failedAt).filter((line) => /^(ERROR \d+|mariadb(-dump)?: )/.test(line));
  return [...errors, verdict.cause];
}
