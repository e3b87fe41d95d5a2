import { type SstMethod, sstMethods } from '../../../sst/methods';
import { parseSstLine } from '../../../sst/sstLog';
import { zeroUuid } from '../../guard/position';
import { parseServerLine } from './serverLog';
import { donorOf, methodIn, sinceChosen } from './transferView';

/** A state transfer that has ended well. */
export interface TransferSummary {
  readonly joiner: string;
  readonly donor: string;
  readonly method: SstMethod | 'ist';
  /** Why this method: one sentence without its full stop. */
  readonly reason: string;
  /** Sent; null where the method doesn't say. */
  readonly bytes: number | null;
  /** From the donor's choice until the joiner had the data. */
  readonly seconds: number | null;
}

interface Stand {
  readonly uuid: string;
  readonly seqno: number;
}

/** The joiner's "State transfer required", whose next lines are the group's state and its own. */
function statesOf(joinerLog: readonly string[]): { group: Stand; local: Stand } | undefined {
  const at = joinerLog.findLastIndex((line) => line.includes('WSREP: State transfer required:'));
  const stands = ['Group', 'Local'].map((whose, index): Stand | undefined => {
    const match = new RegExp(`${whose} state: ([0-9a-f-]{36}):(-?\\d+)`).exec(joinerLog[at + 1 + index] ?? '');
    return match === null ? undefined : { uuid: match[1] ?? '', seqno: Number(match[2]) };
  });
  const [group, local] = stands;
  return at < 0 || group === undefined || local === undefined ? undefined : { group, local };
}

/** What the donor said last, before it was chosen, of how far its gcache reaches back. */
function reachOf(donorLog: readonly string[]): number | undefined {
  const reaches = donorLog.flatMap(
    (line) => /Min available from gcache for CC from group: (\d+)/.exec(line)?.[1] ?? [],
  );
  return reaches.length === 0 ? undefined : Number(reaches.at(-1));
}

function reasonFor(
  method: TransferSummary['method'],
  joiner: string,
  donor: string,
  states: { group: Stand; local: Stand } | undefined,
  reach: number | undefined,
): string {
  if (states === undefined) {
    return method === 'ist' ? `${donor} still had what ${joiner} missed` : `${donor} didn't have what ${joiner} missed`;
  }
  const { group, local } = states;
  if (method === 'ist') {
    const missed = group.seqno - local.seqno;
    return `${donor} still had the ${String(missed)} writesets from ${String(local.seqno + 1)} on`;
  }
  if (local.uuid === zeroUuid || local.seqno < 0) {
    return `${joiner} held no state`;
  }
  if (local.uuid !== group.uuid) {
    return `${joiner} held another history`;
  }
  const stands = `${joiner} stood at ${String(local.seqno)} of ${String(group.seqno)}`;
  return reach === undefined
    ? `${stands}, and ${donor}'s gcache doesn't reach back to there`
    : `${donor}'s gcache reaches back to ${String(reach)} only, ${stands}`;
}

/**
 * The last state transfer into a node, from its own log and its donor's; undefined where none ended in it.
 *
 * @param address the node's on the replication network, by which our script names it.
 */
export function transferSummary(
  joiner: string,
  address: string,
  joinerLog: readonly string[],
  donorLog: readonly string[],
): TransferSummary | undefined {
  const donor = donorOf(joiner, joinerLog);
  const sent = sinceChosen(joiner, donorLog);
  const method = methodIn(sent, address);
  if (donor === undefined || method === undefined) {
    return undefined;
  }
  const lines = joinerLog.map(parseServerLine);
  const chosen = lines.findLast((line) => line?.kind === 'selected' && line.joiner === joiner);
  const joined = lines.findLast((line) => line?.kind === 'joined');
  if (chosen?.kind !== 'selected' || joined?.kind !== 'joined' || lines.indexOf(joined) < lines.indexOf(chosen)) {
    return undefined;
  }
  const tells = method === 'ist' ? 'nothing' : sstMethods[method].tells;
  const done = sent.map(parseSstLine).findLast((line) => line?.kind === 'done' && line.joiner === address);
  const seconds = (joined.at - chosen.at) / 1000;
  return {
    joiner,
    donor,
    method,
    reason: reasonFor(method, joiner, donor, statesOf(joinerLog), reachOf(donorLog)),
    bytes: tells === 'progress' && done?.kind === 'done' ? (done.bytes ?? null) : null,
    seconds: Number.isFinite(seconds) ? seconds : null,
  };
}

/** "IST" or "SST by rsync". */
export function methodName(method: TransferSummary['method']): string {
  return method === 'ist' ? 'IST' : `SST by ${method}`;
}

/** A summary as one line of the log. */
export function summaryLine({ joiner, donor, method, reason, bytes, seconds }: TransferSummary): string {
  const size = bytes === null ? [] : [`${(bytes / 1e6).toFixed(1)} MB`];
  const time = seconds === null ? [] : [`${seconds.toFixed(1)} s`];
  return `${[`${joiner} ← ${donor}: ${methodName(method)}`, ...size, ...time].join(', ')}; ${reason}.`;
}
