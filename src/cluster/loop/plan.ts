import type { Goal } from './goal';
import type { Memory } from './memory';
import type { Verdict } from './move';
import { planInflict, planLeave } from './planLeave';
import { planPart } from './planPart';
import { planServe } from './planServe';
import { planTakeBack } from './planTakeBack';
import type { World } from './world';

/**
 * What to do next for a goal, by what is seen and what is remembered, and by nothing else: the same always gives the
 * same.
 */
export function plan(goal: Goal, world: World, memory: Memory): Verdict {
  switch (goal.kind) {
    case 'serve':
      return planServe(goal, world, memory);
    case 'leave':
      return planLeave(goal, world, memory);
    case 'part':
      return planPart(goal, world, memory);
    case 'inflict':
      return planInflict(goal, world, memory);
    case 'takeBack':
      return planTakeBack(goal, world, memory);
  }
}
