import { nameFullDisk } from '../docker/fullDisk';
import type { Access } from '../docker/access';
import type { Locked } from '../members/clusterLock';
import type { Member } from '../members/members';
import type { ClusterView } from '../vocabulary/model';
import { readSummary } from '../view/transfer/readSummary';
import { summaryLine } from '../view/transfer/transferSummary';
import { Site, type SiteRequest } from './act/site';
import { DockerHands } from './dockerHands';
import type { Goal } from './goal';
import type { Clock } from './hands';
import { operate, type Attempt } from './operate';
import { type Reached, run } from './run';

const clock: Clock = { nowMs: () => performance.now() };

/** What a goal is reached on. */
export interface ReachRequest extends SiteRequest {
  /** Its members when it is begun. */
  readonly known: readonly Member[];
  /** The cluster then; undefined where there is none. */
  readonly before: ClusterView | undefined;
  /** It was only to be looked at: what was done for that is taken back. */
  readonly isTakenBack?: true;
  readonly advise?: Attempt['advise'];
}

/**
 * Reaches a goal on a cluster in Docker of which nothing is taken back: a stop, or a fault.
 *
 * @throws GaleraError what the loop throws
 */
export async function reachOnly(
  { access, options }: Locked,
  goal: Goal,
  { known, ...request }: Omit<ReachRequest, 'before'>,
): Promise<Reached> {
  const hands = new DockerHands(access, new Site(request, known), options.signal);
  const running = run(goal, { hands, clock, signal: options.signal, onProgress: options.onProgress, log: access.log });
  return running.finally(() => hands.end());
}

/** One line in the log for each node that was filled. What can't be found out is no reason to fail what is done. */
async function logTransfers(access: Access, cluster: string, nodes: readonly string[], since: Date): Promise<void> {
  for (const node of nodes) {
    const summary = await readSummary(access, cluster, node, since).catch(() => 'unknown' as const);
    if (typeof summary === 'object') {
      access.log.info(summaryLine(summary));
    }
  }
}

/**
 * Reaches a goal on a cluster in Docker, or takes back what was done for it.
 *
 * @throws GaleraError what the loop throws; `diskFull` for whatever failed because a disk is full
 */
export async function reach(
  { access, options, untilDone }: Locked,
  goal: Goal,
  { known, before, isTakenBack, advise, ...request }: ReachRequest,
): Promise<Reached> {
  const site = new Site(request, known);
  const never = new AbortController().signal;
  const since = new Date();
  const hands = new DockerHands(access, site, options.signal);
  const quietHands = new DockerHands(untilDone, site, never);
  const operating = operate(goal, {
    hands,
    clock,
    signal: options.signal,
    onProgress: options.onProgress,
    log: access.log,
    untilDone: { hands: quietHands, signal: never },
    before,
    isTakenBack: isTakenBack === true,
    lookInto: (error) => nameFullDisk(access, request.cluster, error),
    advise,
    unmake: () => site.undo.run(untilDone),
    isStillLocked: async () => (await options.stillLocked?.()) !== false,
  });
  const reached = await operating.finally(() => {
    hands.end();
    quietHands.end();
  });
  if (goal.kind === 'serve' && goal.onlyLook !== true) {
    await logTransfers(access, request.cluster, goal.concerned, since);
  }
  return reached;
}
