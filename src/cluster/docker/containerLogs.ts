import type Docker from 'dockerode';

/**
 * Docker frames the output of a container without a terminal: 8 bytes of header, the last 4 the length.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export function unframe(output: Buffer): string {
  return Buffer.concat(framesOf(output)).toString('utf8');
}

/** One for each entry of a log. */
function framesOf(output: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 8 <= output.length) {
    const length = output.readUInt32BE(at + 4);
    parts.push(output.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return parts;
}

/** Which lines, and how. */
export interface LogOptions {
  /** Only those since a moment. */
  readonly since?: Date | undefined;
  /** Each with Docker's time before it, as in "2026-11-23T00:38:07.123456789Z line". */
  readonly stamped?: boolean;
}

/** Docker's time before a line, in milliseconds since 1970; NaN where there is none. */
export function stampOf(line: string | undefined): number {
  return Date.parse(line?.split(' ', 1)[0] ?? '');
}

/**
 * Whether lines that Docker read from a log go to its end. A disk that was full leaves part of a line there, behind
 * which Docker mostly finds no more, however much is said after it, and at times goes on after a gap (moby,
 * daemon/logger/jsonfilelog/read.go).
 *
 * @param newest the last line alone, read before the others: Docker looks for that from the end.
 * @param reachedMs the time of the last line that was read, in milliseconds since 1970; NaN for none.
 */
export function reachesEnd(newest: readonly string[], reachedMs: number): boolean {
  return newest.length === 0 ? Number.isNaN(reachedMs) : stampOf(newest.at(-1)) <= reachedMs;
}

/**
 * The last lines of a container's log with Docker's time before each; undefined where they don't go to its end.
 *
 * @throws what Docker answers
 */
export async function wholeLog(
  container: Docker.Container,
  count: number,
  since?: Date,
): Promise<string[] | undefined> {
  const newest = await lastLogLines(container, 1, { stamped: true });
  const lines = await lastLogLines(container, count, { since, stamped: true });
  const reached = lines.length === 0 ? since?.getTime() : stampOf(lines.at(-1));
  return reachesEnd(newest, reached ?? Number.NaN) ? lines : undefined;
}

/**
 * How many of the last entries of a log Docker reads where so many are asked for, and the times of the first and the
 * last.
 */
interface EntriesRead {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/**
 * Whether Docker passes over entries of a log. Those that are asked for it counts by their line breaks, and only then
 * reads them: asked for as many as it has read, it begins with the same one, unless there are more.
 *
 * @param all what it reads of more than there are
 * @param again what it reads of as many as that
 */
export function hasGap(all: Omit<EntriesRead, 'lastMs'>, again: Omit<EntriesRead, 'lastMs'>): boolean {
  return all.count !== again.count || (all.count > 0 && all.firstMs !== again.firstMs);
}

async function lastEntries(container: Docker.Container, count: number): Promise<EntriesRead> {
  const frames = framesOf(
    await container.logs({ stdout: true, stderr: true, tail: count, follow: false, timestamps: true }),
  );
  const [firstMs = Number.NaN, lastMs = Number.NaN] = [frames[0], frames.at(-1)].map((frame) =>
    stampOf(frame?.toString('utf8')),
  );
  return { count: frames.length, firstMs, lastMs };
}

/** Of a log that has more, whether there is a gap is known without asking again. */
const mostEntries = 1_000;

/**
 * Whether Docker can read a stopped container's log to its end and without a gap; one that it can't read at all may be
 * meant so.
 */
export async function hasReadableLog(container: Docker.Container): Promise<boolean> {
  try {
    const newest = await lastLogLines(container, 1, { stamped: true });
    const all = await lastEntries(container, mostEntries);
    if (!reachesEnd(newest, all.lastMs)) {
      return false;
    }
    return all.count === 0 || all.count >= mostEntries || !hasGap(all, await lastEntries(container, all.count));
  } catch {
    return true;
  }
}

/** The last lines of a container's log, oldest first. */
export async function lastLogLines(
  container: Docker.Container,
  count: number,
  { since, stamped = false }: LogOptions = {},
): Promise<string[]> {
  const from = since === undefined ? {} : { since: since.getTime() / 1000 };
  const output = await container.logs({
    stdout: true,
    stderr: true,
    tail: count,
    follow: false,
    timestamps: stamped,
    ...from,
  });
  return unframe(output)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}
