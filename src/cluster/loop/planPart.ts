import { claimsPrimary, counts, isComplete, listsAll } from '../guard/component';
import type { NodeView } from '../vocabulary/model';
import type { Part } from './goal';
import { excluding, including, type Leaving, type Memory, without } from './memory';
import type { Verdict } from './move';
import { notServedWithout } from './planLeave';
import type { Step } from './step';
import type { Sight, World } from './world';

/**
 * Until nodes that lost one know whether they have a quorum without it, one that hangs among them; evs.inactive_timeout
 * is 15 s.
 */
const mostSettleMs = 30_000;

/** Whether a node was Primary, and in its component with one at an address. */
function servedWith({ isPrimary, incomingAddresses }: Leaving, address: string): boolean {
  return isPrimary && incomingAddresses.some((each) => each.startsWith(`${address}:`));
}

/** The same, also where its list of that component's members lacked some. */
function mayHaveServedWith(before: Leaving, address: string): boolean {
  return before.isPrimary && (!listsAll(before) || servedWith(before, address));
}

/**
 * Whether a node is in service in a component without the one that left; where the two were in one together, in a later
 * one. The component has to be complete: one that was frozen believes for some seconds in a component whose others have
 * gone on without it, and may have left since, the one that is to be removed last.
 *
 * @param nodes all of the cluster, as they are now.
 */
export function servesWithout(node: Sight, nodes: readonly NodeView[], left: Sight, before: Leaving): boolean {
  const { view } = node;
  if (view.wsrep === null || view.state !== 'Synced' || !claimsPrimary(view) || counts(view, left.address)) {
    return false;
  }
  if (!isComplete(view, nodes.filter(claimsPrimary))) {
    return false;
  }
  return !mayHaveServedWith(before, node.address) || view.wsrep.clusterConfId > before.clusterConfId;
}

function asItIs({ view, container }: Sight, nowMs: number): Leaving {
  return {
    atMs: nowMs,
    wasRunning: container?.isRunning === true,
    isPrimary: view.wsrep?.clusterStatus === 'Primary',
    clusterConfId: view.wsrep?.clusterConfId ?? 0,
    clusterSize: view.wsrep?.clusterSize ?? 0,
    incomingAddresses: view.wsrep?.incomingAddresses ?? [],
  };
}

const isUp = ({ container }: Sight): boolean => container?.isRunning === true;

/** One that served apart from the others stays stopped: it would join them with what they never had. */
function isToComeBack(before: Leaving, staying: readonly Sight[]): boolean {
  const wasApart = before.isPrimary && !staying.some(({ address }) => servedWith(before, address));
  return before.wasRunning && !wasApart;
}

/**
 * Members leave with what they hold, one after the other. Each leaves in good order first, so that the others don't
 * wait for a lost one; a frozen one goes on for that. Its data go once another serves without it: they may be the last,
 * should the others lose their quorum meanwhile. Where nobody does, it is there as before.
 */
export function planPart(goal: Part, world: World, memory: Memory): Verdict {
  const going = world.nodes.find(({ node }) => node === goal.going.find((each) => !memory.done.has(each)));
  if (going === undefined) {
    const left = goal.going.filter((node) => !memory.done.has(node));
    return left.length === 0
      ? { move: { kind: 'reached' } }
      : { move: { kind: 'act', steps: [] }, remember: { done: including(memory.done, left.slice(0, 1)) } };
  }
  const { node, container } = going;
  const before = memory.leaving.get(node);
  if (memory.done.has(`dealt with ${node}`)) {
    return isUp(going)
      ? startedAgain(node, memory)
      : { move: { kind: 'act', steps: [] }, remember: { done: including(memory.done, [node]) } };
  }
  if (isUp(going) && memory.done.has(`left ${node}`) && !memory.done.has(`back ${node}`)) {
    return startedAgain(node, memory);
  }
  const remember = { leaving: new Map([...memory.leaving, [node, before ?? asItIs(going, world.nowMs)] as const]) };
  if (going.view.state === 'Donor' && !memory.done.has(`stop ${node}`)) {
    // Whom it fills would end without it, and count as lost by those that stay.
    const what = `${node} to have filled another`;
    return { move: { kind: 'wait', what, deadlineMs: mostSettleMs, sign: String(world.nowMs), about: [node] } };
  }
  if (isUp(going) && !memory.done.has(`stop ${node}`)) {
    const stop: Step = container?.isPaused === true ? { do: 'unfreeze', node } : { do: 'stop', node };
    const done = container?.isPaused === true ? memory.done : including(memory.done, [`stop ${node}`]);
    return { move: { kind: 'act', steps: [stop] }, remember: { ...remember, done } };
  }
  if (before === undefined || !memory.done.has(`left ${node}`)) {
    const left = { ...(before ?? asItIs(going, world.nowMs)), atMs: world.nowMs };
    return {
      move: { kind: 'act', steps: [] },
      remember: { leaving: new Map([...memory.leaving, [node, left]]), done: including(memory.done, [`left ${node}`]) },
    };
  }
  const staying = world.nodes.filter((sight) => goal.staying.includes(sight.node));
  const views = world.nodes.map(({ view }) => view);
  if (staying.some((sight) => servesWithout(sight, views, going, before))) {
    const step: Step =
      goal.then === 'gone' ? { do: 'remove', node } : { do: 'giveUp', node, forNode: goal.staying[0] ?? '' };
    // Where it was before, that is to stay so whatever becomes of this.
    const isNew = goal.then === 'givenUp' && !going.isGivenUp && !memory.givenUp.includes(node);
    const givenUp = isNew ? [...memory.givenUp, node] : memory.givenUp;
    return {
      move: { kind: 'act', steps: [step] },
      remember: { done: including(memory.done, [`dealt with ${node}`]), givenUp },
    };
  }
  if (world.nowMs - before.atMs <= mostSettleMs) {
    const what = `${goal.staying.join(', ')} to serve without ${node}`;
    return { move: { kind: 'wait', what, deadlineMs: 2 * mostSettleMs, sign: '', about: goal.staying } };
  }
  if (isToComeBack(before, staying) && !memory.done.has(`back ${node}`)) {
    return {
      move: { kind: 'act', steps: [{ do: 'boot', node }] },
      remember: { done: including(memory.done, [`back ${node}`]) },
    };
  }
  return { move: { kind: 'refuse', error: notServedWithout(node, goal.staying) } };
}

/**
 * A node that somebody started meanwhile may have come to hold something since, and the others may count it: it stops
 * once more. The mark would stay, and count at its next boot.
 */
function startedAgain(node: string, memory: Memory): Verdict {
  const again = [`dealt with ${node}`, `stop ${node}`, `left ${node}`];
  return {
    move: { kind: 'act', steps: memory.givenUp.includes(node) ? [{ do: 'takeUp', node }] : [] },
    remember: { done: excluding(memory.done, again), leaving: without(memory.leaving, [node]) },
    say: `${node} was started by someone else meanwhile; stopping it again`,
  };
}

/** Of a removal that was cut short: who was stopped for it, is there still, and comes back. */
export function stoppedForNothing(goal: Part, world: World, memory: Memory): string[] {
  const staying = world.nodes.filter((sight) => goal.staying.includes(sight.node));
  return [...memory.leaving].flatMap(([node, before]) =>
    !memory.done.has(node) && !memory.done.has(`back ${node}`) && isToComeBack(before, staying) ? [node] : [],
  );
}
