import { allDone } from '../async/allDone';
import { GaleraError, throwIfAborted } from '../vocabulary/errors';
import type { Logger } from '../vocabulary/logger';
import type { OnProgress } from '../vocabulary/progress';
import { pauseBetweenLooks } from '../async/waitUntil';
import type { Goal } from './goal';
import type { Clock, Hands } from './hands';
import { emptyMemory, type Memory } from './memory';
import type { Move, Wait } from './move';
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
  /** Asked before anything is done: whoever may not do it any more throws. */
  readonly assertMayAct?: () => Promise<void>;
}

/** How a run ended that reached its goal. */
export interface Reached {
  readonly world: World;
  readonly memory: Memory;
}

/** Where nothing tells that something has changed. */
const leastPauseMs = 250;

/** What is waited for, and for how long nothing has moved meanwhile, in milliseconds of waiting. */
interface Waiting {
  readonly sign: string;
  readonly stillMs: number;
  readonly allMs: number;
}

/** The waits of a run, by what they are for: one that is taken up again later goes on where it was left. */
class Waits {
  readonly #waits = new Map<string, Waiting>();
  #last: { readonly what: string; readonly atMs: number } | undefined;

  /** @returns the wait that is asked for, with the time since the last look where that was for the same. */
  goOn({ what, sign }: Wait, nowMs: number): Waiting {
    const before = this.#waits.get(what) ?? { sign, stillMs: 0, allMs: 0 };
    const waitedMs = this.#last?.what === what ? nowMs - this.#last.atMs : 0;
    const waiting = {
      sign,
      stillMs: before.sign === sign ? before.stillMs + waitedMs : 0,
      allMs: before.allMs + waitedMs,
    };
    this.#waits.set(what, waiting);
    this.#last = { what, atMs: nowMs };
    return waiting;
  }
}

/** A move as the log has it. */
function inShort(move: Move): string {
  switch (move.kind) {
    case 'act':
      return (
        move.steps.map((step) => `${step.do} ${'node' in step ? step.node : ''}`.trim()).join(', ') || 'look again'
      );
    case 'wait':
      return `wait for ${move.what}`;
    case 'ended':
      return `${move.node} ${move.what}`;
    case 'refuse':
    case 'reached':
      return move.kind;
  }
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
 * Observes, plans, acts, and looks again, until the goal is reached. Nothing that was seen is kept for true: each plan
 * is made from what is there now, whatever was done meanwhile, by this run or by somebody else.
 *
 * The caller holds the cluster's lock.
 *
 * @throws GaleraError `aborted` between two steps; `refused`, `deadline`, `nodeFailed`, `stateUnfit`, `badImage`,
 * `diskFull`, by plan; and whatever the steps throw
 */
export async function run(
  goal: Goal,
  { hands, clock, signal, onProgress, log, onMemory, assertMayAct }: Run,
): Promise<Reached> {
  const teller = new Teller(concernedBy(goal), onProgress);
  let memory = emptyMemory(concernedBy(goal));
  const waits = new Waits();
  for (;;) {
    throwIfAborted(signal);
    const lookedMs = clock.nowMs();
    const world = await hands.observe();
    const lookMs = clock.nowMs() - lookedMs;
    teller.seen(world);
    const { move, remember, say, warn } = plan(goal, world, memory);
    memory = { ...memory, ...remember };
    onMemory?.(memory);
    log.debug(`${String(Math.round(lookMs))} ms to look: ${inShort(move)}`);
    if (say !== undefined) {
      log.info(say);
    }
    if (warn !== undefined) {
      log.warn(warn);
    }
    switch (move.kind) {
      case 'reached':
        return { world, memory };
      case 'refuse':
        throw move.error;
      case 'ended':
        throw await hands.explain(move);
      case 'act':
        throwIfAborted(signal);
        await assertMayAct?.();
        await allDone(
          move.steps.map(async (step) => {
            teller.begins(step);
            await hands.act(step);
            teller.ends(step);
          }),
        );
        break;
      case 'wait': {
        const { stillMs, allMs } = waits.goOn(move, world.nowMs);
        if (stillMs > move.deadlineMs) {
          throw new GaleraError('deadline', `Waited ${String(move.deadlineMs / 1000)} s in vain for ${move.what}.`, {
            advice: "The node's last log lines are in the log.",
            details: await hands.lastWords(move.about),
          });
        }
        await hands.untilNews(pauseBetweenLooks(leastPauseMs, allMs, lookMs), signal);
        break;
      }
    }
  }
}
