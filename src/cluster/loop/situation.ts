import { claimsPrimary, isOneComponent } from '../guard/component';
import { type MemberKnowledge, serveTogether } from '../guard/decide';
import type { NodeView } from '../vocabulary/model';
import type { Serve } from './goal';
import { type Look, lookAt } from './look';
import type { Memory } from './memory';
import type { Sight, World } from './world';

/** What the rules of a start go by: the goal, what is seen, what is remembered, and what follows from that at once. */
export interface Situation {
  readonly goal: Serve;
  readonly world: World;
  readonly memory: Memory;
  /** Members that matter: those that are brought up, and those that run. */
  readonly needed: readonly Sight[];
  readonly looks: ReadonlyMap<string, Look>;
  /** What the guard goes by. */
  readonly known: readonly MemberKnowledge[];
  /** One of them is in a Primary component, by what can be heard of it. */
  readonly serves: boolean;
  readonly views: readonly NodeView[];
}

/** So often a node may end while it says what it holds: someone may have killed it. Then it can't be read. */
const mostBoots = 3;

/** A member with data that ends again and again while it looks for its position. */
export function unreadable(node: string): MemberKnowledge {
  return { node, liveness: 'down', stateUuid: null, position: null, lastView: [], componentSize: 0, component: null };
}

export function isConcerned({ memory }: Pick<Situation, 'memory'>, node: string): boolean {
  return memory.concerned.includes(node);
}

export function sightOf({ world }: Pick<Situation, 'world'>, node: string): Sight | undefined {
  return world.nodes.find((sight) => sight.node === node);
}

/** Has ended so often while it said what it holds that nothing more is to be had of it. */
export function isUnreadable({ memory }: Pick<Situation, 'memory'>, { node, container }: Sight): boolean {
  return container?.isRunning !== true && (memory.boots.get(node) ?? 0) >= mostBoots && !memory.toBoot.has(node);
}

/** For how long something has lasted, in milliseconds; undefined where it doesn't. */
export function lasted({ memory, world }: Pick<Situation, 'memory' | 'world'>, what: string): number | undefined {
  const since = memory.since.get(what);
  return since === undefined ? undefined : world.nowMs - since;
}

export function situationOf(goal: Serve, world: World, memory: Memory): Situation {
  const needed = world.nodes.filter(
    ({ node, container }) => memory.concerned.includes(node) || container?.isRunning === true,
  );
  const looks = new Map(needed.map((sight) => [sight.node, lookAt(sight)]));
  const known = needed.flatMap((sight) => {
    const knowledge = looks.get(sight.node)?.knowledge;
    return knowledge !== undefined ? [knowledge] : isUnreadable({ memory }, sight) ? [unreadable(sight.node)] : [];
  });
  const serves = known.some(({ liveness }) => liveness === 'primary');
  const situation = { goal, world, needed, looks, known, serves, views: world.nodes.map(({ view }) => view) };
  return { ...situation, memory: { ...memory, since: stillLasting({ ...situation, memory }) } };
}

/** In service, so that it counts as up; one that a client has desynced serves too. */
function isInService({ state }: NodeView): boolean {
  return state === 'Synced' || state === 'Desynced';
}

/** Those that are brought up and aren't in service yet. */
export function lateNodes({ views, memory }: Pick<Situation, 'views' | 'memory'>): NodeView[] {
  return views.filter((view) => memory.concerned.includes(view.name) && !isInService(view));
}

/**
 * Only desynced nodes serve: the group chooses none of these as a donor, however long others wait. While a client holds
 * such a node's tables locked, whoever joins it doesn't even get so far as to be a joiner.
 */
export function onlyDesynced(seen: readonly NodeView[]): boolean {
  const mayGive = seen.some((node) => node.state === 'Synced' || node.state === 'Donor' || node.state === 'Joined');
  return !mayGive && seen.some((node) => node.state === 'Desynced');
}

/**
 * The nodes that know themselves to be without quorum, or to be in no group, beside a component that serves and is
 * complete without them.
 */
export function strays(seen: readonly NodeView[]): string[] {
  const isAway = ({ state, wsrep }: NodeView): boolean =>
    (state === 'Non-Primary' && wsrep?.clusterStatus !== 'Primary') ||
    (state === 'Starting' && wsrep?.clusterStatus === 'Disconnected');
  return isOneComponent(seen.filter((node) => !isAway(node))) ? seen.filter(isAway).map((node) => node.name) : [];
}

/**
 * Servers without quorum that see each other decide at once; until they do, they may be about to serve again. A node
 * that is frozen or cut off won't say more however long one waits.
 */
function isSettled({ known, looks }: Pick<Situation, 'known' | 'looks'>): boolean {
  const running = known.filter(({ liveness }) => liveness === 'nonPrimary');
  return (
    known.every(({ node, liveness }) => liveness !== 'unknown' || looks.get(node)?.canSayMore !== true) &&
    running.every(({ componentSize }) => componentSize === running.length)
  );
}

/** What is going on at the moment of which only time tells what it means. */
function lasting(situation: Situation): string[] {
  const { known, serves, views, memory } = situation;
  const found = strays(views).filter((node) => memory.foundUp?.has(node) === true && memory.concerned.includes(node));
  return [
    ...(serves && !serveTogether(known) ? ['apart'] : []),
    ...(!serves && !isSettled(situation) ? ['unsettled'] : []),
    ...(lateNodes(situation).length > 0 && onlyDesynced(views) ? ['desynced'] : []),
    ...(views.some(claimsPrimary) || views.some((view) => view.state === 'Unreachable') ? [] : ['lost']),
    ...found.map((node) => `stray ${node}`),
  ];
}

function stillLasting(situation: Situation): ReadonlyMap<string, number> {
  const { memory, world } = situation;
  return new Map(lasting(situation).map((what) => [what, memory.since.get(what) ?? world.nowMs]));
}
