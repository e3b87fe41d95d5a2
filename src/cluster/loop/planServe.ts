import type { Serve } from './goal';
import type { Memory } from './memory';
import type { Verdict } from './move';
import { admit } from './rules/admit';
import { boot, startAnew } from './rules/boot';
import { complete, equip } from './rules/complete';
import { decide, withdrawJoiners } from './rules/decide';
import { fill } from './rules/fill';
import { heal, withdrawHealed } from './rules/heal';
import { chosenIsLost, foundFromChosen, goOnWithAll, takeUpChosen, takeUpStopped } from './rules/recover';
import { founderIsAtIt, settle } from './rules/settle';
import { synced } from './rules/synced';
import { type Situation, situationOf } from './situation';
import type { World } from './world';

type Rule = (situation: Situation) => Verdict | undefined;

const whatTheUserChose: Rule = (situation) =>
  takeUpChosen(situation) ??
  foundFromChosen(situation) ??
  chosenIsLost(situation, founderIsAtIt(situation)) ??
  goOnWithAll(situation);

const allHaveSaid: Rule = ({ goal }) => (goal.onlyLook === true ? { move: { kind: 'reached' } } : undefined);

/**
 * The story of a start, of a resume, and of every way back. The first rule that has something to say says it:
 *
 * 1. Every member has its networks, volume, container and files, and the list of all members.
 * 2. Frozen nodes go on, isolated ones come back to the replication network.
 * 3. All containers that are down start at the same time. Each node prepares its data directory, finds its position and
 *    waits; none founds anything.
 * 4. What joined a component that is no more ends, to say what it holds.
 * 5. Whoever will have to be filled has room for the data, and a server that isn't older.
 * 6. From what every node holds the guard says: join the Primary component there is; or let one node bootstrap, which
 *    gets the token; or let a component that lost its quorum be Primary again; or refuse.
 * 7. The others are told whom to join, one after the other.
 * 8. Until every node is Synced.
 *
 * Where only some nodes are concerned, the others are left as they are as long as a Primary component serves; to found
 * one, all of them are needed. Nothing of this is over once it was done: a component that is lost meanwhile is founded
 * again, a node that ends is started.
 */
const rules: readonly Rule[] = [
  complete,
  equip,
  heal,
  withdrawHealed,
  startAnew,
  takeUpStopped,
  boot,
  withdrawJoiners,
  settle,
  allHaveSaid,
  whatTheUserChose,
  fill,
  decide,
  admit,
];

export function planServe(goal: Serve, world: World, memory: Memory): Verdict {
  const foundUp =
    memory.foundUp ??
    new Set(world.nodes.flatMap(({ node, container }) => (container?.isRunning === true ? [node] : [])));
  const situation = situationOf(goal, world, { ...memory, foundUp });
  const learned = { foundUp, since: situation.memory.since };
  for (const rule of rules) {
    const verdict = rule(situation);
    if (verdict !== undefined) {
      return { ...verdict, remember: { ...learned, ...verdict.remember } };
    }
  }
  return { ...synced(situation), remember: learned };
}
