import type { Verdict } from '../move';
import { isConcerned, lasted, type Situation } from '../situation';

/**
 * Preparing a data directory takes seconds, and so does recovering one, mostly: while that gets on it may take as long
 * as it takes.
 */
const prepareDeadlineMs = 300_000;
/** Time for nodes that were cut off or frozen to see each other again; evs.inactive_timeout is 15 s. */
const settleDeadlineMs = 45_000;
/** For how long a node that was frozen or cut off may still claim a component that went on without it. */
const thawDeadlineMs = 20_000;

/** What those that are silent have said of how far they are. */
function signOfProgress({ needed, looks }: Situation): string {
  return needed
    .filter(({ node }) => looks.get(node)?.knowledge === undefined)
    .map(
      ({ node, journal }) =>
        `${node} ${journal?.boot ?? ''} ${journal?.report?.phase ?? ''} ${String(journal?.report?.step ?? 0)}`,
    )
    .join();
}

/**
 * A node that still waits so long after it was told hasn't heard it, or waits again: a script that counts no turns
 * doesn't say which.
 */
export const mostSilenceMs = 15_000;

/** Whether a founder is at it that was handed the token: until it serves, or waits again, nobody else is asked. */
export function founderIsAtIt({ memory, world, looks }: Situation): boolean {
  const { founder } = memory;
  const sight = world.nodes.find(({ node }) => node === founder?.node);
  if (founder === undefined || sight?.container?.isRunning !== true) {
    return false;
  }
  const waits = looks.get(founder.node)?.waits;
  const isWithoutQuorum = sight.view.wsrep?.clusterStatus === 'non-Primary';
  const isSameTurn = waits?.boot === founder.boot && waits.turn === founder.turn;
  return !isWithoutQuorum && (waits === undefined || (isSameTurn && world.nowMs - founder.atMs < mostSilenceMs));
}

/**
 * Waits until the guard has what it goes by. Of those that ran already none is waited for once one serves; a component
 * that changes is spoken of in two ways for a while.
 */
export function settle(situation: Situation): Verdict | undefined {
  const { needed, looks, serves } = situation;
  const silent = needed.filter(
    ({ node, container }) => container?.isRunning === true && looks.get(node)?.knowledge === undefined,
  );
  const what = 'every node to say what it holds';
  const about = silent.map(({ node }) => node);
  if (serves) {
    const apart = lasted(situation, 'apart');
    return apart !== undefined && apart < thawDeadlineMs
      ? { move: { kind: 'wait', what, deadlineMs: thawDeadlineMs + prepareDeadlineMs, sign: '', about } }
      : undefined;
  }
  if (founderIsAtIt(situation)) {
    return undefined;
  }
  const isEverybodyThere = situation.goal.members.every((node) => needed.some((sight) => sight.node === node));
  if (silent.length > 0 && (isEverybodyThere || silent.some(({ node }) => isConcerned(situation, node)))) {
    return { move: { kind: 'wait', what, deadlineMs: prepareDeadlineMs, sign: signOfProgress(situation), about } };
  }
  const unsettled = lasted(situation, 'unsettled');
  return unsettled !== undefined && unsettled < settleDeadlineMs
    ? { move: { kind: 'wait', what, deadlineMs: settleDeadlineMs + prepareDeadlineMs, sign: '', about } }
    : undefined;
}
