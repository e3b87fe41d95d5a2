import { allDone } from './allDone';
import { lastLogLines } from './docker/containerLogs';
import { dockerFailure, isPortTaken } from './docker/dockerErrors';
import { findFreePort } from './docker/freePort';
import type { Engine, OperationOptions } from './engine';
import { throwIfAborted } from './errors';
import { type MemberKnowledge, serveTogether } from './guard/decide';
import { gatherKnowledge } from './gatherKnowledge';
import { createNodeContainer, installNodeFiles } from './node/nodeContainer';
import { nodeFailure } from './node/nodeFailure';
import { isRunningNow, type PreparedMember } from './prepareMembers';
import { reservedPorts } from './reservedPorts';
import { waitUntil } from './waitUntil';

/** Preparing a data directory takes seconds, and so does recovering one, mostly: while that gets on it may take as long as it takes. */
const prepareDeadlineMs = 300_000;
/** Time for nodes that were cut off or frozen to see each other again; evs.inactive_timeout is 15 s. */
const settleDeadlineMs = 45_000;
/** For how long a node that was frozen or cut off may still claim a component that went on without it. */
const thawDeadlineMs = 20_000;
const portTries = 5;
const mostTriesAgain = 2;

/** A member whose container runs, and what is known of it. */
export interface BootedMember {
  readonly member: PreparedMember;
  readonly knowledge: MemberKnowledge;
  /** Names this boot to the token; undefined where the node's start script doesn't run. */
  readonly boot: string | undefined;
}

/** Starts a member's container; one whose port someone else took meanwhile is made again with another port. */
async function startContainer(engine: Engine, member: PreparedMember): Promise<PreparedMember> {
  let current = member;
  for (let attempt = 1; ; attempt++) {
    try {
      await current.container.start();
      return current;
    } catch (error) {
      const { spec } = current;
      if (!isPortTaken(error) || attempt >= portTries) {
        throw dockerFailure(error, `Starting ${spec.node}`);
      }
      const hostPort = await findFreePort(await reservedPorts(engine));
      engine.log.warn(
        `Port ${String(spec.hostPort)} of ${spec.node} is in use by another program; ${spec.node} moves to ${String(hostPort)}`,
      );
      const moved = { ...spec, hostPort };
      await current.container.remove({ force: true, v: true });
      const container = await createNodeContainer(engine, moved);
      await installNodeFiles(container, moved, current.credentials, current.memberList, current.seed);
      current = { ...current, spec: moved, container };
    }
  }
}

/**
 * Starts every container that is down, all at once, and waits until each node has said what it holds; of those that ran
 * already, none is waited for once one serves. None of them can found a cluster by itself.
 *
 * @param concerned names of those that the operation is about; another that someone stops meanwhile stays so, where one serves.
 * @throws GaleraError `nodeFailed` with the node's last log lines, `deadline`, `diskFull`, `dockerFailed`, `aborted`
 */
export async function bootMembers(
  engine: Engine,
  members: readonly PreparedMember[],
  concerned: readonly string[],
  { signal, onProgress }: OperationOptions,
): Promise<BootedMember[]> {
  const began = new Set<string>();
  const started = await allDone(
    members.map(async (member) => {
      if (await isRunningNow(member)) {
        return member;
      }
      onProgress({ kind: 'node', node: member.spec.node, step: 'prepare' });
      began.add(member.spec.node);
      return startContainer(engine, member);
    }),
  );
  throwIfAborted(signal);
  return awaitKnowledge(engine, started, began, concerned, signal);
}

/**
 * Servers without quorum that see each other decide at once; until they do, they may be about to serve again. A node
 * that is frozen or cut off, and so has no boot, won't say more however long one waits.
 */
function isSettled(members: readonly BootedMember[]): boolean {
  const running = members.filter(({ knowledge }) => knowledge.liveness === 'nonPrimary');
  return (
    members.every(({ knowledge, boot }) => knowledge.liveness !== 'unknown' || boot === undefined) &&
    running.every(({ knowledge }) => knowledge.componentSize === running.length)
  );
}

/** A member with data that ended while it looked for its position. */
function unreadable(member: PreparedMember): BootedMember {
  const { node } = member.spec;
  const knowledge = { node, liveness: 'down', stateUuid: null, position: null, lastView: [], componentSize: 0, component: null } as const;
  return { member, knowledge, boot: undefined };
}

async function awaitKnowledge(
  engine: Engine,
  members: readonly PreparedMember[],
  started: Set<string>,
  concerned: readonly string[],
  signal: AbortSignal,
): Promise<BootedMember[]> {
  const began = performance.now();
  const triesAgain = new Map<PreparedMember, number>();
  const recoveries = new Map<PreparedMember, number>();
  let silent: readonly PreparedMember[] = members;
  const details = async (): Promise<string[]> => (await allDone(silent.map((member) => lastLogLines(member.container, 20)))).flat();
  const what = 'every node to say what it holds';
  return waitUntil({ signal, what, deadlineMs: prepareDeadlineMs, details }, async () => {
    const looks = await allDone(members.map(async (member) => ({ member, ...(await gatherKnowledge(member, signal)) })));
    const serves = looks.some(({ knowledge }) => knowledge?.liveness === 'primary');
    const isLeftAlone = ({ spec: { node } }: PreparedMember): boolean => serves && !started.has(node) && !concerned.includes(node);
    for (const { member } of looks.filter((look) => look.exited && !isLeftAlone(look.member))) {
      if (member.created) {
        throw await nodeFailure(member.container, member.spec.node, 'ended while it prepared its data');
      }
      // Someone may have killed it while we looked: only one that ends again and again can't be read.
      const tries = (triesAgain.get(member) ?? 0) + 1;
      triesAgain.set(member, tries);
      if (tries <= mostTriesAgain) {
        started.add(member.spec.node);
        await startContainer(engine, member);
        return 'notYet';
      }
    }
    const known = looks.flatMap(({ member, knowledge, boot, exited }) =>
      exited ? [unreadable(member)] : knowledge === undefined ? [] : [{ member, knowledge, boot }],
    );
    silent = looks.filter((look) => look.knowledge === undefined && !look.exited).map((look) => look.member);
    // Where one serves, only those that are about to join it matter.
    if (serves && !serveTogether(known.map(({ knowledge }) => knowledge)) && performance.now() - began < thawDeadlineMs) {
      return 'notYet';
    }
    if (serves && silent.every((member) => !started.has(member.spec.node))) {
      return { done: known };
    }
    if (silent.length > 0) {
      const further = looks.filter(({ member, recovery }) => recovery !== undefined && recoveries.get(member) !== recovery);
      for (const { member, recovery } of further) {
        recoveries.set(member, recovery ?? 0);
      }
      return further.length > 0 ? 'progress' : 'notYet';
    }
    return isSettled(known) || performance.now() - began > settleDeadlineMs ? { done: known } : 'notYet';
  });
}
