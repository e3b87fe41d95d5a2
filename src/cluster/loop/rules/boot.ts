import { excluding, including, type Memory } from '../memory';
import type { Verdict } from '../move';
import { isConcerned, isUnreadable, type Situation, sightOf } from '../situation';
import type { Sight } from '../world';

/** Ended although it was told to found or to join. */
function wasToServe({ admitted, founder, foundUp }: Memory, node: string): boolean {
  return (admitted.has(node) || founder?.node === node) && foundUp?.has(node) !== true;
}

function booted(memory: Memory, nodes: readonly string[]): Partial<Memory> {
  return {
    boots: new Map([...memory.boots, ...nodes.map((node) => [node, (memory.boots.get(node) ?? 0) + 1] as const)]),
    toBoot: excluding(memory.toBoot, nodes),
    foundUp: excluding(memory.foundUp ?? new Set(), nodes),
  };
}

/**
 * Every container that is to run starts, all at once. None of them can found a cluster by itself.
 *
 * One that ran when all was first seen and ends meanwhile, since somebody had told it to, is started anew. One that
 * ends while it says what it holds may have been killed: it is tried again, and can't be read only where it ends again
 * and again.
 */
export function boot(situation: Situation): Verdict | undefined {
  const { world, memory } = situation;
  const isStopped = ({ node }: Sight): boolean => memory.done.has(`stopped ${node}`);
  const isDown = ({ node, container }: Sight): boolean =>
    isConcerned(situation, node) && container?.isRunning === false;
  const down = world.nodes.filter((sight) => isDown(sight) && !isStopped(sight));
  const failed = down.find((sight) => !memory.toBoot.has(sight.node) && hasFailed(memory, sight));
  if (failed !== undefined) {
    const { node, view } = failed;
    return wasToServe(memory, node)
      ? { move: { kind: 'ended', node, what: 'ended before it was Synced', isTransfer: true, reason: view.failure } }
      : { move: { kind: 'ended', node, what: 'ended while it prepared its data', isTransfer: false } };
  }
  const nodes = down.filter((sight) => !isUnreadable(situation, sight)).map(({ node }) => node);
  if (nodes.length === 0) {
    return undefined;
  }
  const anew = nodes.filter((node) => memory.foundUp?.has(node) === true && !memory.toBoot.has(node));
  return {
    move: { kind: 'act', steps: nodes.map((node) => ({ do: 'boot', node })) },
    remember: booted(memory, nodes),
    ...(anew.length === 0 ? {} : { warn: `${anew.join(', ')} ended meanwhile; starting anew` }),
  };
}

function hasFailed(memory: Memory, { node }: Sight): boolean {
  const boots = memory.boots.get(node) ?? 0;
  return boots > 0 && (wasToServe(memory, node) || memory.made.has(node));
}

/**
 * A node that was frozen or cut off finds back within seconds, as a rule, and one that is started anew is back sooner
 * than this.
 */
const strayPatienceMs = 25_000;

/**
 * One that doesn't find back to the others by itself is started anew. It serves nobody: what it holds is on its volume.
 */
export function startAnew(situation: Situation): Verdict | undefined {
  const { memory, world } = situation;
  const stray = [...memory.since].find(
    ([what, since]) => what.startsWith('stray ') && world.nowMs - since > strayPatienceMs,
  );
  const node = stray?.[0].slice('stray '.length);
  if (node === undefined || sightOf(situation, node)?.container?.isRunning !== true) {
    return undefined;
  }
  return {
    move: { kind: 'act', steps: [{ do: 'stop', node, patienceSeconds: 10 }] },
    remember: { toBoot: including(memory.toBoot, [node]), foundUp: excluding(memory.foundUp ?? new Set(), [node]) },
    warn: `${node} doesn't find back to the others by itself; starting it anew`,
  };
}
