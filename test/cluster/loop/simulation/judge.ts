import type { GaleraError } from '../../../../src/cluster/vocabulary/errors';
import type { Goal } from '../../../../src/cluster/loop/goal';
import { isHeld } from '../../../../src/cluster/guard/position';
import { positionOf, Violation } from './simData';
import type { SimDocker } from './simDocker';
import type { Trouble } from './simHands';
import { isSilent, type SimNode } from './simNode';
import type { SimManager } from './simManager';

/** What came before it has settled by then. */
const calmMs = 20_000;
/** No wait of the loop is in vain for longer than its deadline, since something has happened. */
const longWaitMs = 60_000;

/** A look, and what is made of it, takes so long. */
const lookMs = 10_000;
const changesDonors = ['desync', 'mute', 'relief'];

/** A goal that was tried for, and all there is to judge the outcome by. */
export interface Attempt {
  readonly goal: Goal;
  readonly docker: SimDocker;
  readonly manager: SimManager;
  readonly trouble: Trouble;
  readonly beganMs: number;
  /** The component that served when it began. */
  readonly served: readonly string[];
}

interface Named extends Attempt {
  /** The nodes that the sentence names. */
  readonly names: readonly string[];
}

function isDisturbed({ docker, beganMs }: Attempt, beforeMs = calmMs): boolean {
  return docker.watch.since(beganMs - beforeMs).length > 0;
}

/** Nodes that nobody but somebody's own hand brings back. */
function isHampered({ docker }: Attempt): boolean {
  return docker.history.isForked || docker.nodes.some(({ isWalled, server }) => isWalled || isSilent(server));
}

function struck({ docker, beganMs, names }: Named, ...whats: readonly string[]): boolean {
  return docker.watch.since(beganMs).some(({ what, node }) => whats.includes(what) && names.includes(node ?? ''));
}

/** Whether nobody that serves may be a donor, or was to be a moment ago; who has hung meanwhile goes by what was. */
function nobodyGives({ docker, beganMs }: Attempt): boolean {
  const hasHung = docker.watch.since(beganMs).some(({ what }) => what === 'hangManager');
  const hasChanged = docker.watch.since(docker.time.nowMs() - lookMs).some(({ what }) => changesDonors.includes(what));
  const gives = docker.servingNodes().some(({ server }) => server?.isDesynced === false && !isSilent(server));
  return hasHung || hasChanged || !gives;
}

/** By the user's word, if he chose one after the other and broke both off; or with volumes that were deleted. */
function isAllGivenUp({ lostVolumes, nodes }: SimDocker): boolean {
  const holds = ({ volume }: SimNode): boolean =>
    volume !== undefined && !volume.isGivenUp && volume.disk.innodb >= 0 && volume.content.changes >= 0;
  return lostVolumes > 0 || !nodes.some(holds);
}

function areServers({ docker, names }: Named): boolean {
  return names.every((name) => docker.node(name).server !== undefined);
}

function holdsNothing({ docker, goal }: Attempt): boolean {
  const volume = goal.kind === 'serve' && goal.dataOf !== undefined ? docker.node(goal.dataOf).volume : undefined;
  return volume !== undefined && !isHeld(positionOf(volume).origin);
}

/** The reasons that an operation may end for, each with what has to be so for it to be true. */
const reasons: readonly (readonly [RegExp, (attempt: Named) => boolean])[] = [
  [/^Cancelled\.$/, ({ manager }) => manager.controller.signal.aborted],
  [/^Docker failed (at|after) /, ({ trouble }) => trouble.failing > 0],
  [/ serve apart from each other at the same time\.$/, (attempt) => isDisturbed(attempt) || isHampered(attempt)],
  [/ run but can't be asked/, (attempt) => isDisturbed(attempt) || isHampered(attempt)],
  [/^No node's data may be chosen while the servers? of /, (attempt) => isDisturbed(attempt) || areServers(attempt)],
  [/ run without a quorum and don't all see each other\.$/, (attempt) => isDisturbed(attempt) || isHampered(attempt)],
  [/^No node .*What .* hold can't be read/, (attempt) => struck(attempt, 'kill', 'stopByHand')],
  [/ None of .* holds a complete state\.$/, (attempt) => isAllGivenUp(attempt.docker) || holdsNothing(attempt)],
  [/ served last and may hold newer data/, ({ docker }) => docker.lostVolumes > 0 || docker.history.isForked],
  [/^Waited \d+ s in vain for /, (attempt) => !attempt.docker.watch.isCalmFor(longWaitMs) || isHampered(attempt)],
  [/ kept changing while it was brought up\.$/, (attempt) => isDisturbed(attempt)],
  [/ was frozen by someone else before/, (attempt) => struck(attempt, 'freeze')],
  [/ was isolated by someone else before/, (attempt) => struck(attempt, 'isolate')],
  [/^Nobody can fill /, nobodyGives],
  [/ ended (before it was Synced|while it prepared its data)\.$/, (attempt) => isDisturbed(attempt)],
  [/ lost its Primary component again\.$/, (attempt) => isDisturbed(attempt)],
  [/ was not removed: without it /, (attempt) => isDisturbed(attempt) || isHampered(attempt)],
];

/** @throws Violation where it wasn't so, or nobody could say whether it was. */
function assertTrue(error: GaleraError, attempt: Attempt): void {
  if (error.cause instanceof Error && (error.code === 'unexpected' || error.cause instanceof Violation)) {
    throw error.cause;
  }
  const names = error.message.match(/\bg\d\b/g) ?? [];
  const reason = reasons.find(([text]) => text.test(error.message));
  if (reason === undefined) {
    throw new Violation(`an operation ended for a reason that nobody knows: ${error.code}: ${error.message}`);
  }
  if (!reason[1]({ ...attempt, names })) {
    throw new Violation(`an operation ended for what isn't so: ${error.message}`);
  }
}

/**
 * Those that served before it serve after it, if nothing was done to them; what was done to those that it started is
 * its own matter.
 */
function assertStillServed({ goal, docker, manager, beganMs, served }: Attempt, isReached: boolean): void {
  const isLook = goal.kind === 'serve' && goal.onlyLook === true;
  const isEnding = goal.kind === 'leave' || goal.kind === 'inflict' || (isReached && !isLook);
  const isOwn = (node: string | undefined): boolean =>
    node !== undefined && manager.booted.has(node) && !served.includes(node);
  const isHit = docker.watch.since(beganMs - calmMs).some(({ node }) => !isOwn(node));
  if (served.length === 0 || isEnding || isHit || docker.history.isForked) {
    return;
  }
  const now = docker.serving()?.members ?? [];
  if (!served.some((name) => now.includes(name))) {
    throw new Violation(`${served.join(', ')} served before what ended, and nobody of them serves after it`);
  }
}

/** What was reached is so, where nothing has disturbed it. */
function assertReached(attempt: Attempt): void {
  const { goal, docker } = attempt;
  if (isDisturbed(attempt)) {
    return;
  }
  const serving = docker.servingNodes().map(({ name }) => name);
  const odd = ((): readonly string[] => {
    switch (goal.kind) {
      case 'serve':
        return goal.onlyLook === true ? [] : goal.concerned.filter((name) => !serving.includes(name));
      case 'leave':
        return goal.nodes.filter((name) => docker.node(name).process !== undefined);
      case 'part':
        return goal.then === 'gone' ? goal.going.filter((name) => docker.node(name).volume !== undefined) : [];
      case 'inflict':
      case 'takeBack':
        return [];
    }
  })();
  if (odd.length > 0) {
    throw new Violation(`${goal.kind} was reached, and for ${odd.join(', ')} it isn't so`);
  }
}

/**
 * Every run reaches its goal, or ends for a reason that is true.
 *
 * @throws Violation
 */
export function judge(error: GaleraError | undefined, attempt: Attempt): void {
  if (error === undefined) {
    assertReached(attempt);
  } else {
    assertTrue(error, attempt);
  }
  assertStillServed(attempt, error === undefined);
}

/**
 * What has to be so after the last start.
 *
 * @param members that it was to bring up.
 * @throws Violation
 */
export function judgeEnd(error: GaleraError | undefined, members: readonly string[], docker: SimDocker): void {
  const { acknowledged, newest, isForked } = docker.history;
  if (error !== undefined) {
    if (!isAllGivenUp(docker) && !isForked && !error.message.startsWith('Nobody can fill ')) {
      throw new Violation(`a start was refused although nothing was lost: ${error.message}`);
    }
    return;
  }
  const serving = docker.servingNodes().map(({ name }) => name);
  const late = members.filter((name) => !serving.includes(name));
  if (late.length > 0) {
    throw new Violation(`a start ended well, and ${late.join(', ')} don't serve`);
  }
  const odd = docker.divergence();
  if (odd !== undefined) {
    throw new Violation(odd);
  }
  if (newest.changes < acknowledged && docker.lostVolumes === 0 && !isForked) {
    throw new Violation(`${String(newest.changes)} of ${String(acknowledged)} acknowledged changes are left`);
  }
}
