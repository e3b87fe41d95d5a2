import { claimsPrimary, counts, isComplete, isOneComponent } from '../guard/component';
import { GaleraError } from '../vocabulary/errors';
import { survivorToReform } from '../guard/survivors';
import { type ClusterView, isUp, type NodeView } from '../vocabulary/model';
import type { TakeBack } from './goal';
import { including, type Memory } from './memory';
import type { Verdict } from './move';
import type { Step } from './step';
import type { Sight, World } from './world';

/**
 * A joiner that is told to end leaves its group within seconds, and then may wait for ever for what it won't be sent.
 */
const mostLeaveMs = 30_000;
const secondsAfterLeaving = 3;
/** Until nodes that lost another know it, and whether they have a quorum without it; evs.inactive_timeout is 15 s. */
const mostSettleMs = 45_000;
/** For how long a node that recovers its data is waited for before it is left at that. */
const recoveryPatienceMs = 10_000;

/** In service, so that it ends by itself when told to, and nobody but itself decides how fast. */
const isInService = (node: NodeView): boolean => claimsPrimary(node) && node.state !== 'Joiner';

/**
 * The nodes that an operation has started, in the order in which they are to leave: last those that serve, of which the
 * others may be waiting for something; of equals the highest name first.
 */
export function whoLeaves(before: Pick<ClusterView, 'nodes'>, now: readonly NodeView[]): NodeView[] {
  const wasUp = new Set(before.nodes.filter(isUp).map((node) => node.name));
  const started = now.filter((node) => isUp(node) && !wasUp.has(node.name)).reverse();
  return [...started.filter((node) => !isInService(node)), ...started.filter(isInService)];
}

const served = ({ before }: TakeBack): string[] => before.nodes.filter(claimsPrimary).map((node) => node.name);

/** Those that came later may serve without those that served before, and have acknowledged what these never saw. */
function serveWithoutThem(
  goal: TakeBack,
  now: readonly NodeView[],
  leaving: readonly NodeView[],
): GaleraError | undefined {
  const before = served(goal);
  // One that was frozen believes for some seconds in a component that is no more.
  const claiming = now.filter(claimsPrimary);
  const isServing = (node: NodeView): boolean => claiming.includes(node) && isComplete(node, claiming);
  const serving = leaving.filter(isServing).map((node) => node.name);
  if (
    before.length === 0 ||
    serving.length === 0 ||
    now.some((node) => before.includes(node.name) && claimsPrimary(node))
  ) {
    return undefined;
  }
  return new GaleraError('stateUnfit', `${serving.join(', ')} serve now, and ${before.join(', ')} no longer.`, {
    advice: 'Start the cluster, which brings its nodes together.',
  });
}

const isLive = ({ container }: Sight): boolean =>
  container?.isRunning === true && !container.isPaused && container.onReplicationNetwork;

/** Until then, data that are being prepared or recovered aren't disturbed: that would be for nothing. */
function isRecovering({ container, journal }: Sight): boolean {
  return (
    container?.isRunning === true &&
    !container.isPaused &&
    (journal?.report === undefined || journal.report.phase === 'recovering')
  );
}

/**
 * Lets a node leave in good order: killed while the others count it, it can cost them their quorum.
 *
 * @param isNew what was made for it goes afterwards: nothing of it may run on.
 */
function letLeave(sight: Sight, world: World, memory: Memory, isNew: boolean): Verdict {
  const { node, view } = sight;
  const told = memory.since.get(`left ${node}`);
  const look = (what: string): Verdict['remember'] => ({
    since: new Map([...memory.since, [what, memory.since.get(what) ?? world.nowMs]]),
  });
  const done = { done: including(memory.done, [node]) };
  const recovering = memory.since.get(`recovers ${node}`) ?? world.nowMs;
  const isPatient = world.nowMs - recovering <= recoveryPatienceMs;
  if (told === undefined && isRecovering(sight) && (isPatient || !isNew)) {
    return isPatient
      ? {
          move: {
            kind: 'wait',
            what: `${node} to recover its data`,
            deadlineMs: 2 * recoveryPatienceMs,
            sign: '',
            about: [node],
          },
          remember: look(`recovers ${node}`) ?? {},
        }
      : {
          move: { kind: 'act', steps: [] },
          remember: done,
          say: `${node} is still recovering its data; it is left at that, and waits afterwards`,
        };
  }
  if (told === undefined) {
    return isInService(view)
      ? { move: { kind: 'act', steps: [{ do: 'stop', node }] }, remember: done }
      : { move: { kind: 'act', steps: [{ do: 'tellToLeave', node }] }, remember: look(`left ${node}`) ?? {} };
  }
  const isCounted = isUp(view) && world.nodes.some((other) => counts(other.view, sight.address));
  if (isCounted && world.nowMs - told < mostLeaveMs) {
    return { move: { kind: 'wait', what: `${node} to leave`, deadlineMs: 2 * mostLeaveMs, sign: '', about: [node] } };
  }
  return { move: { kind: 'act', steps: [{ do: 'stop', node, patienceSeconds: secondsAfterLeaving }] }, remember: done };
}

/**
 * Until those that served before serve without the ones that were started. Where one of these was lost instead of
 * leaving, and the quorum with it, they are made Primary again: all of them are there, and nobody else has been in
 * service. A component of which some were missing is none that served: a node that was frozen believes for some seconds
 * in one that others have gone on without.
 */
function serveAsBefore(goal: TakeBack, { nodes }: World, memory: Memory): Verdict | undefined {
  const before = goal.started.length > 0 && isOneComponent(goal.before.nodes) ? served(goal) : [];
  const now = nodes.map(({ view }) => view);
  const serves = isOneComponent(now) && now.some((node) => claimsPrimary(node) && before.includes(node.name));
  // Somebody else has ended, frozen or cut off one of them meanwhile: what the others come to is no doing of what is
  // taken back.
  const areThere = before.every((name) => nodes.some((sight) => sight.node === name && isLive(sight)));
  if (before.length === 0 || serves || !areThere) {
    return undefined;
  }
  const survivor = survivorToReform(before, now);
  if (survivor !== undefined && !memory.done.has('reformed')) {
    const say = `${before.join(', ')} lost their quorum with a node that is taken back; making them Primary again`;
    return {
      move: { kind: 'act', steps: [{ do: 'reform', node: survivor }] },
      remember: { done: including(memory.done, ['reformed']) },
      say,
    };
  }
  return {
    move: {
      kind: 'wait',
      what: `${before.join(', ')} to serve as before`,
      deadlineMs: mostSettleMs,
      sign: '',
      about: before,
    },
  };
}

/** What had been given up before is given up again first of all: it mustn't count beside what has taken its place. */
function markAgain({ takenUp: node, givenUp }: TakeBack, world: World, memory: Memory): Verdict | undefined {
  if (node === undefined || memory.done.has('mark again')) {
    return undefined;
  }
  const isRunning = world.nodes.some((sight) => sight.node === node && sight.container?.isRunning === true);
  const step: Step = isRunning ? { do: 'stop', node } : { do: 'giveUp', node, forNode: givenUp[0] ?? node };
  const done = isRunning ? memory.done : including(memory.done, ['mark again']);
  return { move: { kind: 'act', steps: [step] }, remember: { done } };
}

/**
 * Marks are as they were, and those that ran, waiting, run again. Where the user's choice has founded the component by
 * then, the marked ones stay as they are: what they hold is another history's, though it is called the same.
 */
function asBefore(goal: TakeBack, world: World, memory: Memory): Verdict | undefined {
  const { givenUp, takenUp, stopped, dataOf, foundIn, before } = goal;
  // One that has run anew since, or whose container is gone, may have.
  const chosen = world.nodes.find(({ node }) => node === dataOf);
  const hasFounded = chosen !== undefined && (chosen.hasFounded || chosen.container?.run !== foundIn);
  const isChosen = (name: string): boolean => name === takenUp || name === dataOf;
  const wasUp = before.nodes.filter((node) => isChosen(node.name) && isUp(node)).map((node) => node.name);
  const ran = [...new Set([...stopped, ...wasUp])];
  if (memory.done.has('as before') || hasFounded || (givenUp.length + ran.length === 0 && takenUp === undefined)) {
    return undefined;
  }
  if (chosen?.container?.isRunning === true) {
    // It may be about to. The next look tells whether it has.
    return { move: { kind: 'act', steps: [{ do: 'stop', node: chosen.node }] } };
  }
  const marking = markAgain(goal, world, memory);
  if (marking !== undefined) {
    return marking;
  }
  if (givenUp.some((node) => !memory.done.has(`take up ${node}`))) {
    const steps = givenUp.map((node): Step => ({ do: 'takeUp', node }));
    const done = including(
      memory.done,
      givenUp.map((node) => `take up ${node}`),
    );
    return { move: { kind: 'act', steps }, remember: { done } };
  }
  const isDown = (node: string): boolean =>
    world.nodes.some((sight) => sight.node === node && sight.container?.isRunning === false);
  const steps = ran.filter(isDown).map((node): Step => ({ do: 'boot', node }));
  return { move: { kind: 'act', steps }, remember: { done: including(memory.done, ['as before']) } };
}

/**
 * What an operation did to a cluster is taken back: the nodes that it started leave in good order, one after the other;
 * those that served before serve again; and whom it had stopped or given up is as before. What it made goes afterwards.
 */
export function planTakeBack(goal: TakeBack, world: World, memory: Memory): Verdict {
  const now = world.nodes.map(({ view }) => view);
  const isNew = ({ name }: NodeView): boolean => goal.before.nodes.every((node) => node.name !== name);
  const all = whoLeaves(goal.before, now).filter(
    (node) => goal.wasCancelled || isNew(node) || !isInService(node) || memory.since.has(`left ${node.name}`),
  );
  const leaving = all.filter(({ name }) => !memory.done.has(name));
  const error = memory.leaving.size === 0 ? serveWithoutThem(goal, now, leaving) : undefined;
  if (error !== undefined) {
    return { move: { kind: 'refuse', error } };
  }
  const next = leaving.find(({ name }) => memory.since.has(`left ${name}`)) ?? leaving[0];
  const sight = world.nodes.find(({ node }) => node === next?.name);
  if (sight !== undefined) {
    return letLeave(sight, world, memory, isNew(sight.view));
  }
  return serveAsBefore(goal, world, memory) ?? asBefore(goal, world, memory) ?? { move: { kind: 'reached' } };
}
