import type { Verdict } from '../move';
import { isConcerned, type Situation, sightOf } from '../situation';
import type { Turn } from '../memory';
import { founderIsAtIt, mostSilenceMs } from './settle';
import { nodesToFill } from './fill';

/** Longer than a server takes from its start into the component; then the next one needn't wait any more. */
const mostTurnMs = 5_000;

/** Whether the last that was told to join is in the component, has ended, or has had its time. */
function hasHadItsTurn(situation: Situation, node: string, { atMs, boot }: Turn): boolean {
  const sight = sightOf(situation, node);
  const journal = sight?.journal;
  return (
    sight?.container?.isRunning !== true ||
    journal?.boot !== boot ||
    journal.connected ||
    situation.world.nowMs - atMs >= mostTurnMs
  );
}

/** Whether two nodes may be filled by the same donor, as far as they are told whom to ask first. */
function mayShareDonor({ goal }: Situation, one: string, other: string): boolean {
  const [first, second] = [goal.donors.get(one)?.[0], goal.donors.get(other)?.[0]];
  return first === undefined || second === undefined || first === second;
}

/** It was told to join, and is neither Synced nor has it ended. */
function isUnderWay(situation: Situation, node: string): boolean {
  const sight = sightOf(situation, node);
  const told = situation.memory.admitted.get(node);
  return (
    told !== undefined &&
    sight?.container?.isRunning === true &&
    sight.journal?.boot === told.boot &&
    !sight.journal.synced
  );
}

/**
 * Tells the nodes that wait whom to join, one after the other in the order of their names: each gets its turn when the
 * one before is in the component. Nodes that connect at the same moment form a view of their own first, which costs
 * more than a second; a node that nobody tells finds the members by itself, only later.
 *
 * A node that has to be filled waits for those that its donor may be filling: a donor that is done in the moment in
 * which a node connects says so twice, and where it is the donor of the next one by then, the group takes the second
 * for the end of that transfer, for which the joiner then waits in vain (seen with Galera 26.4.23).
 */
export function admit(situation: Situation): Verdict | undefined {
  const { memory, looks, serves, known, world } = situation;
  if (!serves && !founderIsAtIt(situation)) {
    return undefined;
  }
  const inside = serves
    ? known.filter(({ liveness }) => liveness === 'primary').map(({ node }) => node)
    : [memory.founder?.node ?? ''];
  const last = [...memory.admitted].sort(([, a], [, b]) => b.atMs - a.atMs)[0];
  if (last !== undefined && !hasHadItsTurn(situation, ...last)) {
    return undefined;
  }
  const toFill = nodesToFill(situation);
  const isBeingFilled = (node: string): boolean => memory.done.has(`fill ${node}`) && isUnderWay(situation, node);
  for (const { node } of world.nodes) {
    const waits = looks.get(node)?.waits;
    const told = memory.admitted.get(node);
    const isTold =
      told?.boot === waits?.boot && told?.turn === waits?.turn && world.nowMs - (told?.atMs ?? 0) < mostSilenceMs;
    if (waits === undefined || isTold || !isConcerned(situation, node) || node === memory.founder?.node) {
      continue;
    }
    const needsAll = toFill.includes(node);
    if (
      needsAll &&
      [...memory.admitted.keys()].some(
        (other) => other !== node && isBeingFilled(other) && mayShareDonor(situation, node, other),
      )
    ) {
      continue;
    }
    const hosts = [
      ...inside,
      ...[...memory.admitted.keys()].filter((other) => other !== node && isUnderWay(situation, other)),
    ];
    return {
      move: { kind: 'act', steps: [{ do: 'admit', node, ...waits, hosts: [...new Set(hosts)] }] },
      remember: {
        admitted: new Map([...memory.admitted, [node, { ...waits, atMs: world.nowMs }]]),
        ...(needsAll ? { done: new Set([...memory.done, `fill ${node}`]) } : {}),
      },
    };
  }
  return undefined;
}
