import { type SstMethod, sstMethodOf } from './methods';

/** Done, and all there is to do. */
interface Share {
  readonly done: number;
  readonly total: number;
}

/** One line of our SST script in a donor's log. */
export type SstLogLine =
  | {
      readonly kind: 'started';
      readonly method: SstMethod | 'ist';
      readonly joiner: string;
      readonly position: string;
      /** To be sent, as information_schema estimates it. */
      readonly bytes?: number;
    }
  | {
      readonly kind: 'progress';
      readonly method: SstMethod;
      readonly joiner: string;
      readonly tables: Share;
      /** By information_schema's estimate: more may be sent than was to be. */
      readonly bytes: Share;
      readonly bytesPerSecond: number;
      readonly seconds: number;
    }
  | { readonly kind: 'done'; readonly joiner: string; readonly seconds: number; readonly bytes?: number }
  | { readonly kind: 'failed'; readonly cause: string };

/** The words of "joiner=172.20.0.12 seconds=4" by name. */
function fields(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(' ').flatMap((word) => {
      const at = word.indexOf('=');
      return at < 1 ? [] : [[word.slice(0, at), word.slice(at + 1)] as const];
    }),
  );
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function share(text: string | undefined): Share | undefined {
  const [done, total] = (text ?? '').split('/').map(count);
  return done === undefined || total === undefined ? undefined : { done, total };
}

/** The script's line in a line of a container's log; undefined for any other line, and for one that isn't whole. */
export function parseSstLine(line: string): SstLogLine | undefined {
  const match = /^(?:\S+Z )?galera-sst: (started|progress|done|failed): (.+)$/.exec(line);
  const [, kind, text = ''] = match ?? [];
  if (kind === undefined) {
    return undefined;
  }
  if (kind === 'failed') {
    return { kind, cause: text };
  }
  const values = fields(text);
  const joiner = values.get('joiner') ?? '';
  const bytes = count(values.get('bytes'));
  const seconds = count(values.get('seconds'));
  if (joiner === '') {
    return undefined;
  }
  switch (kind) {
    case 'started': {
      const position = values.get('position') ?? '';
      const method = values.get('method') === 'ist' ? 'ist' : sstMethodOf(values.get('method'));
      if (method === undefined || position === '') {
        return undefined;
      }
      return { kind, method, joiner, position, ...(bytes === undefined ? {} : { bytes }) };
    }
    case 'progress': {
      const [tables, sent] = [share(values.get('tables')), share(values.get('bytes'))];
      const [method, bytesPerSecond] = [sstMethodOf(values.get('method')), count(values.get('rate'))];
      const isWhole = method !== undefined && bytesPerSecond !== undefined && seconds !== undefined;
      if (tables === undefined || sent === undefined || !isWhole) {
        return undefined;
      }
      return { kind, method, joiner, tables, bytes: sent, bytesPerSecond, seconds };
    }
    default:
      return seconds === undefined
        ? undefined
        : { kind: 'done', joiner, seconds, ...(bytes === undefined ? {} : { bytes }) };
  }
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
  const errors = log
    .slice(Math.max(startedAt, 0), failedAt)
    .filter((line) => /^(ERROR \d+|mariadb(-dump)?: )/.test(line));
  return [...errors, verdict.cause];
}
