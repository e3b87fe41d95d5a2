import { GaleraError } from '../../vocabulary/errors';
import { decideBootstrap, type MemberKnowledge } from '../../guard/decide';
import { refusal } from '../../guard/refusal';
import { including } from '../memory';
import { lookAgain, type Verdict } from '../move';
import { lasted, type Situation, sightOf } from '../situation';
import { nodesToFill } from './fill';
import { isStillJoining } from './heal';
import { founderIsAtIt } from './settle';

/**
 * Each decision answers to something that changed meanwhile; a cluster that keeps changing is somebody else's at work.
 */
export const mostDecisions = 8;

/** A seqno in words, as a log has it. */
function standOf({ position }: MemberKnowledge): string {
  return `${position?.uuid ?? ''}:${String(position?.seqno ?? -1)}`;
}

function keepsChanging({ goal }: Situation): Verdict {
  const error = new GaleraError('deadline', `"${goal.cluster}" kept changing while it was brought up.`, {
    advice: 'See what else works on it, then start it again.',
  });
  return { move: { kind: 'refuse', error } };
}

/**
 * Servers that look for a group which is no more would do so until their own time-out, and tell nobody what they hold.
 */
export function withdrawJoiners(situation: Situation): Verdict | undefined {
  const { memory, needed } = situation;
  if (lasted(situation, 'lost') === undefined || founderIsAtIt(situation)) {
    return undefined;
  }
  const nodes = needed.filter(isStillJoining).map(({ node }) => node);
  if (nodes.length === 0) {
    return undefined;
  }
  return {
    move: { kind: 'act', steps: nodes.map((node) => ({ do: 'withdraw', node })) },
    remember: { admitted: new Map(), founder: undefined, hasServed: false, toBoot: including(memory.toBoot, nodes) },
    say: `${nodes.join(', ')} were joining a component that is no more; asking the guard again`,
  };
}

/**
 * What the guard says of what every member holds: to join the component there is; to let one node found it; to make one
 * that lost its quorum Primary again; or that it can't be said. To found one all members are asked, also those that are
 * to stay as they are.
 *
 * The token names the chosen node's present boot and turn: it can found nothing at any other.
 */
export function decide(situation: Situation): Verdict | undefined {
  const { goal, memory, known, serves, looks } = situation;
  if (!serves && founderIsAtIt(situation)) {
    return undefined;
  }
  const decision = decideBootstrap(known);
  if (decision.kind === 'join') {
    return memory.hasServed && memory.founder === undefined
      ? undefined
      : { move: lookAgain, remember: { hasServed: true, founder: undefined } };
  }
  if (memory.concerned.length < goal.members.length) {
    return { move: lookAgain, remember: { concerned: goal.members } };
  }
  if (decision.kind === 'refuse') {
    return { move: { kind: 'refuse', error: refusal(goal.cluster, decision, known) } };
  }
  if (memory.decisions >= mostDecisions) {
    return keepsChanging(situation);
  }
  const decisions = memory.decisions + 1;
  if (decision.kind === 'stopFirst') {
    return {
      move: { kind: 'act', steps: decision.nodes.map((node) => ({ do: 'stop', node })) },
      remember: { decisions, toBoot: including(memory.toBoot, decision.nodes) },
      say: `${decision.nodes.join(', ')} run without quorum and hold less than a node that is down`,
    };
  }
  const { node } = decision;
  const chosen = known.find((member) => member.node === node);
  if (decision.kind === 'reform') {
    return {
      move: { kind: 'act', steps: [{ do: 'reform', node }] },
      remember: { decisions, hasServed: true },
      say: `The component of ${node} may be Primary again, at ${chosen === undefined ? '' : standOf(chosen)}`,
    };
  }
  const waits = looks.get(node)?.waits;
  if (chosen === undefined || waits === undefined || sightOf(situation, node) === undefined) {
    return {
      move: {
        kind: 'refuse',
        error: refusal(goal.cluster, { kind: 'refuse', reason: 'unreadable', nodes: [node] }, known),
      },
    };
  }
  return {
    move: { kind: 'act', steps: [{ do: 'handToken', node, ...waits }] },
    remember: {
      decisions,
      hasServed: false,
      admitted: new Map(),
      toFill: nodesToFill(situation),
      founder: { node, ...waits, atMs: situation.world.nowMs },
    },
    say: `${node} may bootstrap "${goal.cluster}" from ${standOf(chosen)}`,
  };
}
