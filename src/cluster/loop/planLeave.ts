import { GaleraError } from '../vocabulary/errors';
import type { NodeView } from '../vocabulary/model';
import type { Inflict, Leave } from './goal';
import { including, type Memory } from './memory';
import type { Verdict } from './move';
import type { Sight, World } from './world';

const isRunning = ({ container }: Sight): boolean => container?.isRunning === true;

/**
 * Who leaves last: one in service, so that it holds everything that the others held, and knows from its grastate.dat
 * that it left last.
 */
export function whoLeavesLast(nodes: readonly NodeView[]): string | undefined {
  const first = (state: NodeView['state']): NodeView | undefined => nodes.find((node) => node.state === state);
  return (first('Synced') ?? first('Donor') ?? first('Desynced'))?.name;
}

/** Every node leaves by itself, one that is in service last of all; a frozen one can't, and goes on for that. */
export function planLeave(goal: Leave, world: World, memory: Memory): Verdict {
  const there = world.nodes.filter(
    (sight) => goal.nodes.includes(sight.node) && isRunning(sight) && !memory.done.has(sight.node),
  );
  if (there.length === 0) {
    return { move: { kind: 'reached' } };
  }
  const frozen = there.filter(({ container }) => container?.isPaused === true);
  if (frozen.length > 0) {
    return { move: { kind: 'act', steps: frozen.map(({ node }) => ({ do: 'unfreeze', node })) } };
  }
  const last = whoLeavesLast(there.map(({ view }) => view));
  const first = there.filter(({ node }) => node !== last).map(({ node }) => node);
  const nodes = first.length > 0 ? first : there.map(({ node }) => node);
  return {
    move: { kind: 'act', steps: nodes.map((node) => ({ do: 'stop', node })) },
    remember: { done: including(memory.done, nodes) },
  };
}

/** A fault is inflicted once: what comes of it is the cluster's. */
export function planInflict(goal: Inflict, world: World, memory: Memory): Verdict {
  const nodes = goal.nodes.filter(
    (node) => !memory.done.has(node) && world.nodes.some((sight) => sight.node === node && isRunning(sight)),
  );
  return nodes.length === 0
    ? { move: { kind: 'reached' } }
    : {
        move: { kind: 'act', steps: nodes.map((node) => ({ do: goal.fault, node })) },
        remember: { done: including(memory.done, nodes) },
      };
}

/** Why nobody can be spared: none of those that stay serves without the one that left. */
export function notServedWithout(node: string, staying: readonly string[]): GaleraError {
  const nobody = staying.length === 1 ? `${staying.join('')} doesn't serve` : `neither ${staying.join(' nor ')} serves`;
  return new GaleraError('stateUnfit', `${node} was not removed: without it ${nobody}.`, {
    advice: 'Start the cluster, then try again.',
  });
}
