import { including } from '../memory';
import type { Verdict } from '../move';
import type { Situation } from '../situation';
import type { Sight } from '../world';

/**
 * Every member has its networks, volume and container. All volumes come before any container, so that a start that is
 * killed in between leaves either volumes only, which the next start completes, or every member.
 */
export function complete({ goal, world, memory }: Situation): Verdict | undefined {
  if (!memory.hasNetworks) {
    return { move: { kind: 'act', steps: [{ do: 'makeNetworks' }] }, remember: { hasNetworks: true } };
  }
  const without = goal.members.filter((node) => world.nodes.every((sight) => sight.node !== node));
  if (without.length > 0) {
    return { move: { kind: 'act', steps: without.map((node) => ({ do: 'makeVolume', node })) } };
  }
  const unfit = world.nodes.filter(
    ({ node, container }) =>
      goal.members.includes(node) && (container === undefined || (!container.isRunning && !container.isFit)),
  );
  if (unfit.length === 0) {
    return undefined;
  }
  if (!memory.hasPreparedImage) {
    return { move: { kind: 'act', steps: [{ do: 'prepareImage' }] }, remember: { hasPreparedImage: true } };
  }
  const nodes = unfit.map(({ node }) => node);
  return {
    move: { kind: 'act', steps: nodes.map((node) => ({ do: 'makeContainer', node })) },
    remember: { made: including(memory.made, nodes) },
  };
}

/**
 * Every member's container has what it needs of files before it starts; one that runs gets the list of members where
 * there are new ones.
 */
export function equip({ goal, world, memory }: Situation): Verdict | undefined {
  const isBare = ({ node, container }: Sight): boolean =>
    goal.members.includes(node) && container !== undefined && memory.equipped.get(node) !== container.id;
  const bare = world.nodes.filter(
    (sight) => isBare(sight) && (sight.container?.isRunning !== true || memory.made.size > 0),
  );
  if (bare.length === 0) {
    return undefined;
  }
  const ids = bare.map(({ node, container }) => [node, container?.id ?? ''] as const);
  return {
    move: { kind: 'act', steps: [{ do: 'equip', nodes: bare.map(({ node }) => node) }] },
    remember: { equipped: new Map([...memory.equipped, ...ids]) },
  };
}
