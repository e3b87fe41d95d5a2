import { GaleraError } from '../../vocabulary/errors';
import { type MemberKnowledge, serveTogether } from '../../guard/decide';
import { mustGiveUp } from '../../guard/mustGiveUp';
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
  if (position === null || position.origin === 'none' || position.origin === 'interrupted') {
    return refusal(goal.cluster, { kind: 'refuse', reason: 'nothingToTrust', nodes: [goal.dataOf ?? ''] }, known);
  }
  return undefined;
}

/** Given up once for another's, and chosen now after all: what it holds is told at its next boot. */
export function takeUpChosen(situation: Situation): Verdict | undefined {
  const { goal, memory } = situation;
  const own = goal.dataOf === undefined ? undefined : sightOf(situation, goal.dataOf);
  if (own === undefined || !own.isGivenUp || memory.done.has(chosenFounds)) {
    return undefined;
  }
  const { node, container } = own;
  return container?.isRunning === true
    ? { move: { kind: 'act', steps: [{ do: 'stop', node }] }, remember: { toBoot: including(memory.toBoot, [node]) } }
    : { move: { kind: 'act', steps: [{ do: 'takeUp', node }] } };
}

/**
 * Has the node that the user chose found the component, with its own state. From then on it holds another history than
 * those further on, though both are called the same: so these are stopped and marked before it begins, and nobody takes
 * them for its like any more. They are filled again once it serves: nothing is wiped before its successor serves.
 */
export function foundFromChosen(situation: Situation): Verdict | undefined {
  const { goal, memory, world, known, looks } = situation;
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
  // Of one that was stopped for it nothing is known any more.
  const stopped = world.nodes.flatMap((sight) => (memory.done.has(`stopped ${sight.node}`) ? [sight.node] : []));
  const losers = [...known.filter((member) => mustGiveUp(chosen, member)).map((member) => member.node), ...stopped];
  // One that waits joins whoever is Primary by itself, and gives up what it holds for it.
  const isDown = (loser: string): boolean => sightOf(situation, loser)?.container?.isRunning !== true;
  const unmarked = [...new Set(losers)].filter(
    (loser) => sightOf(situation, loser)?.isGivenUp !== true || !isDown(loser),
  );
  if (unmarked.length > 0) {
    const steps = unmarked.map((loser): Step =>
      isDown(loser) ? { do: 'giveUp', node: loser, forNode: node } : { do: 'stop', node: loser },
    );
    const running = unmarked.filter((loser) => !isDown(loser));
    return {
      move: { kind: 'act', steps },
      remember: {
        stopped: [...memory.stopped, ...running],
        givenUp: [...new Set([...memory.givenUp, ...unmarked.filter(isDown)])],
        done: including(
          memory.done,
          unmarked.map((loser) => `stopped ${loser}`),
        ),
      },
      ...(running.length > 0
        ? { say: `${running.join(', ')} hold what doesn't follow from ${node}; they give it up, and are filled again` }
        : {}),
    };
  }
  const { move, remember } = letFound(situation, node, waits);
  return { move, remember: { ...remember, concerned: [node], done: including(memory.done, [chosenFounds]) } };
}

function letFound({ memory, world }: Situation, node: string, waits: NonNullable<Look['waits']>): Verdict {
  return {
    move: { kind: 'act', steps: [{ do: 'handToken', node, ...waits }] },
    remember: { decisions: memory.decisions + 1, founder: { node, ...waits, atMs: world.nowMs } },
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
