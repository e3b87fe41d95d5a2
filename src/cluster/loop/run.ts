import { allDone } from '../allDone';
import { GaleraError, throwIfAborted } from '../errors';
import type { Logger } from '../logger';
import type { OnProgress } from '../progress';
import { pauseBetweenLooks } from '../waitUntil';
import type { Goal } from './goal';
import type { Clock, Hands } from './hands';
import { emptyMemory, type Memory } from './memory';
import type { Wait } from './move';
import { plan } from './plan';
import { Teller } from './tell';
import type { World } from './world';

/** What a run of the loop works with. */
export interface Run {
  readonly hands: Hands;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  readonly log: Logger;
  /** Told what is remembered, before each step: whoever takes the run back goes by it. */
  readonly onMemory?: (memory: Memory) => void;
}

/** How a run ended that reached its goal. */
export interface Reached {
  readonly world: World;
  readonly memory: Memory;
}

const leastPauseMs = 100;

/** What is waited for, and since when nothing has moved. */
interface Waiting {
  readonly what: string;
  readonly sign: string;
  readonly beganMs: number;
  readonly stillSinceMs: number;
}

function goOnWaiting(before: Waiting | undefined, { what, sign }: Wait, nowMs: number): Waiting {
  if (before?.what !== what) {
    return { what, sign, beganMs: nowMs, stillSinceMs: nowMs };
  }
  return { ...before, sign, stillSinceMs: before.sign === sign ? before.stillSinceMs : nowMs };
}

function concernedBy(goal: Goal): readonly string[] {
  switch (goal.kind) {
    case 'serve':
      return goal.concerned;
    case 'leave':
    case 'inflict':
      return goal.nodes;
    case 'part':
      return goal.going;
    case 'takeBack':
      return [];
  }
}

/**
 * Observes, plans, acts, and looks again, until the goal is reached. Nothing that was seen is kept for true: each plan is made from what
 * is there now, whatever was done meanwhile, by this run or by somebody else.
 *
 * The caller holds the cluster's lock.
 *
 * @throws GaleraError `aborted` between two steps; `refused`, `deadline`, `nodeFailed`, `stateUnfit`, `badImage`, `diskFull`, by plan;
 * and whatever the steps throw
 */
export async function run(goal: Goal, { hands, clock, signal, onProgress, log, onMemory }: Run): Promise<Reached> {
  const teller = new Teller(concernedBy(goal), onProgress);
  let memory = emptyMemory(concernedBy(goal));
  let waiting: Waiting | undefined;
  for (;;) {
    throwIfAborted(signal);
    const lookedMs = clock.nowMs();
    const world = await hands.observe();
    const lookMs = clock.nowMs() - lookedMs;
    teller.seen(world);
    const { move, remember, say } = plan(goal, world, memory);
    memory = { ...memory, ...remember };
    onMemory?.(memory);
    if (say !== undefined) {
      log.info(say);
    }
    switch (move.kind) {
      case 'reached':
        return { world, memory };
      case 'refuse':
        throw move.error;
      case 'ended':
        throw await hands.explain(move);
      case 'act':
        waiting = undefined;
        throwIfAborted(signal);
        await allDone(
          move.steps.map(async (step) => {
            teller.begins(step);
            await hands.act(step);
            teller.ends(step);
          }),
        );
        break;
      case 'wait': {
        waiting = goOnWaiting(waiting, move, world.nowMs);
        if (world.nowMs - waiting.stillSinceMs > move.deadlineMs) {
          throw new GaleraError('deadline', `Waited ${String(move.deadlineMs / 1000)} s in vain for ${move.what}.`, {
            advice: "The node's last log lines are in the log.",
            details: await hands.lastWords(move.about),
          });
        }
        await clock.pause(pauseBetweenLooks(leastPauseMs, world.nowMs - waiting.beganMs, lookMs), signal);
        break;
      }
    }
  }
}
