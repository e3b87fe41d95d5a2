import { claimsPrimary, isOneComponent } from '../guard/component';
import { GaleraError, toGaleraError } from '../vocabulary/errors';
import type { ClusterView } from '../vocabulary/model';
import type { Goal, Part, TakeBack } from './goal';
import type { Memory } from './memory';
import { emptyMemory } from './memory';
import { stoppedForNothing } from './planPart';
import { chosenFounds } from './rules/recover';
import { type Reached, type Run, run } from './run';
import type { World } from './world';

/** What an operation works with: its hands, and those that go on when it was cancelled. */
export interface Attempt extends Run {
  /** For what takes it back: its signal never fires. */
  readonly untilDone: Pick<Run, 'hands' | 'signal'>;
  /** The cluster as it is before; undefined where there is none. */
  readonly before: ClusterView | undefined;
  /** Finds out more of what failed, before anything is taken back. */
  readonly lookInto?: (error: unknown) => Promise<unknown>;
  /** What to do next, after it failed, where that isn't the error's own: by what it had done, and how all is since. */
  readonly advise?: ((memory: Memory, world: World | undefined) => string | undefined) | undefined;
  /** Also what was reached is taken back: it was to be looked at. */
  readonly isTakenBack?: boolean;
  /** What was made goes. */
  readonly unmake: () => Promise<void>;
  /** False where the cluster's lock is somebody else's by now: then nothing may be taken back any more. */
  readonly isStillLocked: () => Promise<boolean>;
}

function takeBackGoal(goal: Goal, before: ClusterView, memory: Memory, wasCancelled: boolean): TakeBack {
  const { givenUp, takenUp, stopped, boots, foundIn } = memory;
  const isServe = goal.kind === 'serve';
  return {
    kind: 'takeBack',
    before,
    wasCancelled,
    givenUp: [...givenUp, ...(isServe ? (goal.givenUp ?? []) : [])],
    dataOf: isServe && memory.done.has(chosenFounds) ? goal.dataOf : undefined,
    foundIn,
    takenUp,
    started: [...boots.keys()],
    stopped: [...stopped, ...(isServe ? (goal.stopped ?? []) : [])],
  };
}

/** Those that a removal stopped come back, which the world has to be seen for. */
async function stoppedBy(goal: Part, request: Run, memory: Memory): Promise<readonly string[]> {
  const { world } = await run({ kind: 'inflict', nodes: [], fault: 'unfreeze' }, request);
  return stoppedForNothing(goal, world, memory);
}

/**
 * New members that may have joined, where none of those that were there serves without them: the guard would ask after
 * them for ever, and they may hold what was acknowledged last.
 */
export function heldBack(before: ClusterView | undefined, memory: Memory, { nodes }: World): string[] {
  const now = nodes.map(({ view }) => view);
  const isNew = (node: string): boolean => before?.nodes.every(({ name }) => name !== node) === true;
  const serves = isOneComponent(now) && now.some((node) => claimsPrimary(node) && !isNew(node.name));
  // Somebody else may have started one, too.
  const hasRun = nodes.flatMap(({ node, container }) => (container?.hasRun === true ? [node] : []));
  return serves ? [] : [...new Set([...memory.boots.keys(), ...hasRun])].filter(isNew);
}

/** @returns the cluster as it is then; undefined where there was none, or it isn't to be had. */
async function takeBack(goal: Goal, attempt: Attempt, memory: Memory, isUnwanted: boolean): Promise<World | undefined> {
  const { untilDone, clock, onProgress, log, before, unmake, isStillLocked } = attempt;
  if (!(await isStillLocked())) {
    log.error('The lock was lost and is not to be had again; what was done stays as it is');
    return undefined;
  }
  // It may be lost later, too, and somebody else be at work then.
  const assertMayAct = async (): Promise<void> => {
    if (!(await isStillLocked())) {
      throw new GaleraError('dockerFailed', 'The lock was lost meanwhile, and is not to be had again.');
    }
  };
  let world: World | undefined;
  if (before !== undefined) {
    try {
      const request = { ...untilDone, clock, onProgress, log, assertMayAct };
      const stopped = goal.kind === 'part' ? await stoppedBy(goal, request, memory) : memory.stopped;
      ({ world } = await run(takeBackGoal(goal, before, { ...memory, stopped }, isUnwanted), request));
      await assertMayAct();
    } catch (error) {
      // What was made stays: it may hold what was acknowledged meanwhile.
      log.error(`Couldn't bring "${before.name}" back to where it was: ${toGaleraError(error).message}`);
      return undefined;
    }
  }
  const mayHold = world === undefined ? [] : heldBack(before, memory, world);
  if (mayHold.length > 0) {
    log.warn(
      `${mayHold.join(', ')} may have joined, and nobody serves without them; they stay, to be started with the others`,
    );
  } else {
    await unmake();
  }
  return world;
}

/**
 * Runs the loop for a goal, and takes back what was done where it isn't reached: the nodes that it started leave in
 * good order, those that served before serve again, and what it made goes. A cluster that it made itself just goes.
 *
 * @throws GaleraError what the loop throws
 */
export async function operate(goal: Goal, attempt: Attempt): Promise<Reached> {
  let memory = emptyMemory([]);
  try {
    const reached = await run(goal, {
      ...attempt,
      onMemory: (latest) => {
        memory = latest;
      },
    });
    if (attempt.isTakenBack === true) {
      await takeBack(goal, attempt, memory, false);
    }
    return reached;
  } catch (thrown) {
    const error = (await attempt.lookInto?.(thrown)) ?? thrown;
    const world = await takeBack(goal, attempt, memory, attempt.signal.aborted);
    const own = toGaleraError(error);
    const failure =
      attempt.signal.aborted && own.code !== 'aborted'
        ? new GaleraError('aborted', 'Cancelled.', { cause: error })
        : own;
    const advice = attempt.advise?.(memory, world);
    const { code, message, details, cause } = failure;
    throw advice === undefined ? failure : new GaleraError(code, message, { advice, details, cause });
  }
}
