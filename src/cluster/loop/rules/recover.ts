import { GaleraError } from '../../vocabulary/errors';
import { type MemberKnowledge, serveTogether } from '../../guard/decide';
import { mustGiveUp } from '../../guard/mustGiveUp';
import { isHeld } from '../../guard/position';
import { knowledgeTable, refusal } from '../../guard/refusal';
import type { Look } from '../look';
import { excluding, including } from '../memory';
import type { Verdict } from '../move';
import { type Situation, sightOf } from '../situation';
import type { Step } from '../step';
import { mostDecisions } from './decide';

/** Of a run that has handed the token to the node that the user chose. */
export const chosenFounds = 'chosen founds';

/** The guard's own words only where they are true of those that run. */
function whileTheyRun({ goal, known }: Situation, running: readonly MemberKnowledge[]): GaleraError {
  const nodes = (members: readonly MemberKnowledge[]): string[] => members.map(({ node }) => node);
  if (!serveTogether(running)) {
    const apart = running.filter(({ liveness }) => liveness === 'primary');
    return refusal(goal.cluster, { kind: 'refuse', reason: 'split', nodes: nodes(apart) }, known);
  }
  const unseen = running.filter(({ liveness }) => liveness === 'unknown');
  if (unseen.length > 0) {
    return refusal(goal.cluster, { kind: 'refuse', reason: 'unseen', nodes: nodes(unseen) }, known);
  }
  const [server, run] = running.length > 1 ? ['servers', 'run'] : ['server', 'runs'];
  const message = `No node's data may be chosen while the ${server} of ${nodes(running).join(', ')} ${run}.`;
  return new GaleraError('refused', message, {
    advice: 'Start the cluster, which keeps what all of them hold. To choose all the same, stop it first.',
    details: knowledgeTable(known),
  });
}

function mayNotBeForced(situation: Situation, chosen: MemberKnowledge | undefined): GaleraError | undefined {
  const { goal, known } = situation;
  const running = known.filter(({ liveness }) => liveness !== 'down');
  if (running.length > 0) {
    return whileTheyRun(situation, running);
  }
  const position = chosen?.position ?? null;
  if (position === null || !isHeld(position.origin)) {
    return refusal(goal.cluster, { kind: 'refuse', reason: 'nothingToTrust', nodes: [goal.dataOf ?? ''] }, known);
  }
  return undefined;
}

/** Of those that were stopped for it nothing is known any more. */
function stoppedForIt({ memory, world }: Situation): string[] {
  return world.nodes.flatMap((sight) => (memory.done.has(`stopped ${sight.node}`) ? [sight.node] : []));
}

/** Stops and marks nodes whose data won't count. */
function giveUp(situation: Situation, losers: readonly string[], node: string): Verdict | undefined {
  const { memory } = situation;
  // One that waits joins whoever is Primary by itself, and gives up what it holds for it.
  const isDown = (loser: string): boolean => sightOf(situation, loser)?.container?.isRunning !== true;
  const isMarked = (loser: string): boolean => sightOf(situation, loser)?.isGivenUp === true;
  const unmarked = [...new Set(losers)].filter((loser) => !isMarked(loser) || !isDown(loser));
  if (unmarked.length === 0) {
    return undefined;
  }
  const running = unmarked.filter((loser) => !isDown(loser));
  const names = running.join(', ');
  const steps = unmarked.map((loser): Step =>
    isDown(loser) ? { do: 'giveUp', node: loser, forNode: node } : { do: 'stop', node: loser },
  );
  return {
    move: { kind: 'act', steps },
    remember: {
      stopped: [...memory.stopped, ...running],
      givenUp: [...new Set([...memory.givenUp, ...unmarked.filter((loser) => isDown(loser) && !isMarked(loser))])],
      done: including(
        memory.done,
        unmarked.map((loser) => `stopped ${loser}`),
      ),
    },
    ...(running.length > 0
      ? { say: `${names} hold what doesn't follow from ${node}; they give it up, and are filled again` }
      : {}),
  };
}

/**
 * Given up once for another's, and chosen now after all: what it holds is told at its next boot. The others may hold
 * that one's history by now, which is called the same: so they are marked before its own mark goes, lest both count if
 * this breaks off.
 */
export function takeUpChosen(situation: Situation): Verdict | undefined {
  const { goal, memory, known } = situation;
  const own = goal.dataOf === undefined ? undefined : sightOf(situation, goal.dataOf);
  if (own === undefined || !own.isGivenUp || memory.done.has(chosenFounds)) {
    return undefined;
  }
  const { node, container } = own;
  const running = known.filter(({ liveness }) => liveness !== 'down');
  if (running.length > 0) {
    return { move: { kind: 'refuse', error: whileTheyRun(situation, running) } };
  }
  const others = known.filter((member) => member.node !== node && member.position?.origin !== 'none');
  const marking = giveUp(situation, [...others.map((member) => member.node), ...stoppedForIt(situation)], node);
  if (marking !== undefined) {
    return marking;
  }
  const step: Step = container?.isRunning === true ? { do: 'stop', node } : { do: 'takeUp', node };
  const toBoot = including(memory.toBoot, [node]);
  return { move: { kind: 'act', steps: [step] }, remember: { toBoot, takenUp: node } };
}

/** Once it has stopped for that, and before it boots. */
export function takeUpStopped(situation: Situation): Verdict | undefined {
  const { memory } = situation;
  const own = memory.takenUp === undefined ? undefined : sightOf(situation, memory.takenUp);
  const isMarked = own?.isGivenUp === true && own.container?.isRunning !== true && !memory.done.has(chosenFounds);
  return isMarked ? { move: { kind: 'act', steps: [{ do: 'takeUp', node: own.node }] } } : undefined;
}

/**
 * Has the node that the user chose found the component, with its own state. From then on it holds another history than
 * those further on, though both are called the same: so these are stopped and marked before it begins, and nobody takes
 * them for its like any more. They are filled again once it serves: nothing is wiped before its successor serves.
 */
export function foundFromChosen(situation: Situation): Verdict | undefined {
  const { goal, memory, known, looks } = situation;
  const { dataOf: node } = goal;
  if (node === undefined || memory.done.has(chosenFounds)) {
    return undefined;
  }
  const chosen = known.find((member) => member.node === node);
  const error = mayNotBeForced(situation, chosen);
  const waits = looks.get(node)?.waits;
  if (error !== undefined || chosen === undefined || waits === undefined) {
    const refused = error ?? refusal(goal.cluster, { kind: 'refuse', reason: 'unreadable', nodes: [node] }, known);
    return { move: { kind: 'refuse', error: refused } };
  }
  const losers = known.filter((member) => mustGiveUp(chosen, member)).map((member) => member.node);
  const marking = giveUp(situation, [...losers, ...stoppedForIt(situation)], node);
  if (marking !== undefined) {
    return marking;
  }
  const { move, remember } = letFound(situation, node, waits);
  return { move, remember: { ...remember, concerned: [node], done: including(memory.done, [chosenFounds]) } };
}

function letFound(situation: Situation, node: string, waits: NonNullable<Look['waits']>): Verdict {
  const { memory, world } = situation;
  const foundIn = sightOf(situation, node)?.container?.run;
  return {
    move: { kind: 'act', steps: [{ do: 'handToken', node, ...waits }] },
    remember: { decisions: memory.decisions + 1, founder: { node, ...waits, atMs: world.nowMs }, foundIn },
  };
}

/** Once the chosen node serves, the others are brought up, too. */
export function goOnWithAll({ goal, memory, views }: Situation): Verdict | undefined {
  const { dataOf: node } = goal;
  const serves = views.some(({ name, state }) => name === node && state === 'Synced');
  if (node === undefined || !serves || memory.concerned.length === goal.concerned.length) {
    return undefined;
  }
  const stopped = goal.members.filter((member) => memory.done.has(`stopped ${member}`));
  const done = excluding(
    memory.done,
    stopped.map((member) => `stopped ${member}`),
  );
  const toBoot = including(memory.toBoot, stopped);
  return { move: { kind: 'act', steps: [] }, remember: { concerned: goal.concerned, done, toBoot } };
}

/** The chosen node's component is lost again, as where its server hung: nobody else may found one in its place. */
export function chosenIsLost(situation: Situation, founderIsAtIt: boolean): Verdict | undefined {
  const { goal, memory, serves, world, known, looks } = situation;
  const { dataOf: node } = goal;
  if (
    node === undefined ||
    !memory.done.has(chosenFounds) ||
    serves ||
    founderIsAtIt ||
    memory.concerned.length !== 1
  ) {
    return undefined;
  }
  if (world.nodes.some((sight) => sight.node === node && sight.view.state === 'Unreachable')) {
    return undefined;
  }
  const waits = looks.get(node)?.waits;
  const isFit =
    mayNotBeForced(
      situation,
      known.find((member) => member.node === node),
    ) === undefined;
  if (waits !== undefined && isFit && memory.decisions < mostDecisions) {
    return { ...letFound(situation, node, waits), say: `${node} waits again; it may found once more` };
  }
  const error = new GaleraError('nodeFailed', `${node} lost its Primary component again.`, {
    advice: 'See what else works on the cluster, then try again.',
  });
  return { move: { kind: 'refuse', error } };
}
