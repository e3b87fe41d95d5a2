import { sstFailureCause } from '../../../sst/sstLog';
import { isUp, type NodeState } from '../../vocabulary/model';
import { parseServerLine } from './serverLog';
import { sinceChosen } from './transferView';

/** As InnoDB, the server and the clients say it. A temporary table is full by a limit of its own. */
const diskIsFull =
  /no space left on device|\berr(or|no)( number|:)? 28\b|disk full|ERROR 1114 (?!.*'\(temporary\)').* is full/i;
const gaveUp = /^(?:\S+Z )?galera-node: the accounts are gone/;
const ownError = /^(?:\S+Z )?galera-node: error: (.+)$/;
const inService = /Synchronized with group, ready for connections/;

/** Who was to fill a node when it last asked for that, and what its log says since. */
export function lastAttempt(
  node: string,
  log: readonly string[],
): { readonly donor: string; readonly since: readonly string[] } | undefined {
  const at = log.findLastIndex((text) => {
    const line = parseServerLine(text);
    return line?.kind === 'selected' && line.joiner === node;
  });
  const line = parseServerLine(log[at] ?? '');
  return line?.kind === 'selected' ? { donor: line.donor, since: log.slice(at) } : undefined;
}

/** A client's error line without what only a log needs: "ERROR 1114 (HY000) at line 5: The table …". */
function plain(line: string): string {
  return line.replace(/^(ERROR \d+) \(\w+\)( at line \d+)?: /, '$1: ');
}

/**
 * Why a node that isn't in service failed to get there, in a few words; undefined where its log tells of no failure.
 *
 * @param donor the node that was to fill it: its log, and what it is doing now.
 */
export function startFailure(
  node: string,
  log: readonly string[],
  donor: { readonly log: readonly string[]; readonly state: NodeState | undefined } | undefined,
): string | undefined {
  const attempt = lastAttempt(node, log);
  if ((attempt?.since ?? log).some((line) => gaveUp.test(line))) {
    return 'its accounts were gone, so it gave up its state, to be filled again';
  }
  const own = ownError.exec(log.findLast((line) => ownError.test(line)) ?? '')?.[1];
  const hasServed = log.some((line) => inService.test(line));
  // InnoDB says it so often that nothing else is left in the log.
  if (attempt === undefined && own === undefined && log.some((line) => diskIsFull.test(line)) && !hasServed) {
    return 'its disk is full';
  }
  if (attempt === undefined || own !== undefined || attempt.since.some((line) => inService.test(line))) {
    return own;
  }
  const causes = donor === undefined ? [] : sstFailureCause(sinceChosen(node, donor.log));
  if ([...attempt.since, ...causes].some((line) => diskIsFull.test(line))) {
    return 'its disk is full';
  }
  const [cause] = causes;
  if (cause !== undefined) {
    return plain(cause);
  }
  const donorEnded = donor?.state === undefined || !isUp({ state: donor.state });
  return donorEnded ? `its donor ${attempt.donor} ended meanwhile` : undefined;
}
