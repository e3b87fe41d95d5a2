import { type SstMethod, sstMethods } from '../../../sst/methods';
import { parseSstLine, type SstLogLine } from '../../../sst/sstLog';
import type { Transfer } from '../../vocabulary/model';
import { parseServerLine, type ServerLogLine } from './serverLog';

/** A joiner's log from the start of its present server on. */
function thisBoot(log: readonly string[]): ServerLogLine[] {
  const lines = log.map(parseServerLine).filter((line) => line !== undefined);
  return lines.slice(
    Math.max(
      0,
      lines.findLastIndex((line) => line.kind === 'joining' || line.kind === 'waiting'),
    ),
  );
}

/** The donor that the group chose for a node in its present boot; undefined before that. */
export function donorOf(node: string, joinerLog: readonly string[]): string | undefined {
  const line = thisBoot(joinerLog).findLast((each) => each.kind === 'selected' && each.joiner === node);
  return line?.kind === 'selected' ? line.donor : undefined;
}

/** A donor's log since it was last chosen for a node; all of it where the choice is no longer in it. */
export function sinceChosen(node: string, donorLog: readonly string[]): readonly string[] {
  const at = donorLog.findLastIndex((line) => {
    const parsed = parseServerLine(line);
    return parsed?.kind === 'selected' && parsed.joiner === node;
  });
  return donorLog.slice(Math.max(0, at));
}

/**
 * The method that a donor's lines since it was chosen tell of; undefined before it began. The server's are not
 * enough: 10.11 doesn't log that it runs the script of mysqldump.
 *
 * @param address the joiner's on the replication network, by which our script names it.
 */
export function methodIn(donorLog: readonly string[], address: string): SstMethod | 'ist' | undefined {
  for (const line of donorLog.toReversed()) {
    const server = parseServerLine(line);
    if (server?.kind === 'donating') {
      return server.method;
    }
    const own = parseSstLine(line);
    if ((own?.kind === 'started' || own?.kind === 'progress') && own.joiner === address) {
      return own.method;
    }
  }
  return undefined;
}

const percentOf = (done: number, total: number): number => Math.min(100, Math.max(0, Math.floor((100 * done) / total)));

type Figures = Pick<Transfer, 'percent' | 'secondsLeft'>;

const noFigures: Figures = { percent: null, secondsLeft: null };

function toldFigures(lines: readonly SstLogLine[]): Figures {
  const last = lines.at(-1);
  if (last?.kind === 'done') {
    return { percent: 100, secondsLeft: null };
  }
  if (last?.kind !== 'progress') {
    return noFigures;
  }
  const { bytes, tables, bytesPerSecond } = last;
  const share = bytes.total > 0 ? bytes : tables;
  const left = Math.max(0, bytes.total - bytes.done);
  return {
    // The estimate may be passed before the end is reached.
    percent: share.total > 0 ? Math.min(99, percentOf(share.done, share.total)) : null,
    secondsLeft: bytes.total > 0 && bytesPerSecond > 0 ? Math.ceil(left / bytesPerSecond) : null,
  };
}

/** The writesets of an IST count as done once they are committed: receiving them takes a fraction of the time. */
function istFigures(joinerLog: readonly string[], lastCommitted: number | null, now: number): Figures {
  const began = thisBoot(joinerLog).findLast((line) => line.kind === 'receivingIst');
  if (began?.kind !== 'receivingIst' || lastCommitted === null) {
    return noFigures;
  }
  const total = began.last - began.first + 1;
  const done = Math.min(total, Math.max(0, lastCommitted - began.first + 1));
  const elapsed = (now - began.at) / 1000;
  const left = (elapsed * (total - done)) / done;
  return {
    percent: percentOf(done, total),
    secondsLeft: Number.isFinite(left) && elapsed >= 1 ? Math.ceil(left) : null,
  };
}

/**
 * The state transfer into a node that isn't Synced yet, from its own log, its donor's and what it has committed.
 *
 * @param address the node's on the replication network, by which our script names it.
 * @param lastCommitted null where the node doesn't answer.
 * @param now in milliseconds since the epoch, as the joiner's log is stamped.
 */
export function transferView(
  node: string,
  address: string,
  joinerLog: readonly string[],
  donorLog: readonly string[],
  lastCommitted: number | null,
  now: number,
): Transfer | undefined {
  const donor = donorOf(node, joinerLog);
  if (donor === undefined) {
    return undefined;
  }
  const sent = sinceChosen(node, donorLog);
  const method = methodIn(sent, address) ?? null;
  if (method === 'ist') {
    return { donor, method, ...istFigures(joinerLog, lastCommitted, now) };
  }
  if (method === null || sstMethods[method].tells === 'nothing') {
    return { donor, method, ...noFigures };
  }
  const lines = sent.map(parseSstLine).filter((line) => line !== undefined);
  return { donor, method, ...toldFigures(lines.filter((line) => line.kind === 'failed' || line.joiner === address)) };
}
