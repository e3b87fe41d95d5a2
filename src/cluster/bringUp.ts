import { actOnDecision } from './actOnDecision';
import { admitJoiners } from './admitJoiners';
import { allDone } from './allDone';
import { awaitSynced, type SyncOutcome } from './awaitSynced';
import { awaitHandedBack } from './awaitHandedBack';
import { type BootedMember, bootMembers } from './bootMembers';
import type { Engine, OperationOptions } from './engine';
import { dockerFailure } from './docker/dockerErrors';
import { nameFullDisk } from './docker/fullDisk';
import { stopContainer } from './docker/stopContainer';
import { GaleraError } from './errors';
import { followSignal } from './followSignal';
import { decideBootstrap } from './guard/decide';
import { healMembers } from './healMembers';
import { isRunningNow, type MembersPlan, type PreparedMember, prepareMembers } from './prepareMembers';
import { readSummary } from './transfer/readSummary';
import { summaryLine } from './transfer/transferSummary';
import type { UndoList } from './undoList';
import { assertCanReceive } from './transfer/assertCanReceive';
import { withdrawJoiners } from './withdrawJoiners';

/** Each round answers to something that changed meanwhile; a cluster that keeps changing is somebody else's at work. */
const mostRounds = 8;

/** One line in the log for each node that was filled. What it can't find out is no reason to fail a start that is done. */
async function logTransfers(engine: Engine, cluster: string, nodes: readonly string[], since: Date): Promise<void> {
  for (const node of nodes) {
    const summary = await readSummary(engine, cluster, node, since).catch(() => 'unknown' as const);
    if (typeof summary === 'object') {
      engine.log.info(summaryLine(summary));
    }
  }
}

/** Waits for nodes, unless the one that was to found the component waits for a token again. */
async function awaitUnlessHandedBack(founder: BootedMember, wait: (signal: AbortSignal) => Promise<SyncOutcome>, signal: AbortSignal): Promise<SyncOutcome> {
  const untilOne = followSignal(signal);
  const handedBack = awaitHandedBack(founder, untilOne.signal).then((): SyncOutcome => 'lostPrimary');
  const waiting = wait(untilOne.signal);
  try {
    return await Promise.race([waiting, handedBack]);
  } finally {
    untilOne.abort();
    await Promise.allSettled([waiting, handedBack]);
    untilOne.end();
  }
}

/** Waits for nodes, and meanwhile lets the others in; which may take as long as all but the last transfer. */
async function awaitAdmitted(admit: (signal: AbortSignal) => Promise<void>, wait: () => Promise<SyncOutcome>, signal: AbortSignal): Promise<SyncOutcome> {
  const untilWaited = followSignal(signal);
  const admission = admit(untilWaited.signal).catch((error: unknown) => {
    if (!untilWaited.signal.aborted || signal.aborted) {
      throw error;
    }
  });
  const waiting = wait().finally(untilWaited.abort);
  try {
    await allDone<unknown>([waiting, admission]);
  } finally {
    untilWaited.end();
  }
  return waiting;
}

/**
 * The story of a start, of a resume, and of every way back:
 *
 * 1. Prepare: every member gets its networks, volume, container and files, and the list of all members.
 * 2. Heal: frozen nodes go on, isolated ones come back to the replication network.
 * 3. Boot: all containers that are down start at the same time. Each node prepares its data directory, finds its
 *    position and waits; none founds anything.
 * 4. Decide: from what every node holds the guard says: join the Primary component there is; or let one node
 *    bootstrap, which gets the token; or let a component that lost its quorum be Primary again; or refuse.
 * 5. Look: a node that will have to be filled must have room for the data, and a server that isn't older.
 * 6. Join: the others are told whom to join, one after the other.
 * 7. Wait until every node is Synced.
 *
 * Where only some nodes are asked for, the others are left as they are as long as a Primary component serves; to
 * found one, all of them are needed. A node that ran already and ends meanwhile, since somebody had told it to, or that
 * doesn't find back to the others, is started anew. When the component that was to be joined is lost meanwhile, it all begins
 * again from 2: a node that was frozen or cut off believes for some seconds in a component that is no more.
 *
 * The caller holds the cluster's lock.
 *
 * @throws GaleraError whatever the steps throw; the undo list has what was made until then, and what was started is
 * for takeBack.ts.
 */
export async function bringUp(engine: Engine, plan: MembersPlan, undo: UndoList, options: OperationOptions): Promise<void> {
  try {
    await bringUpInRounds(engine, plan, undo, options);
  } catch (error) {
    throw await nameFullDisk(engine, plan.cluster, error);
  }
}

/** It serves nobody: what it holds is on its volume, whether it leaves in time or not. */
const patienceSeconds = 10;

async function endNode(members: readonly PreparedMember[], node: string): Promise<void> {
  try {
    const member = members.find(({ spec }) => spec.node === node);
    await (member && stopContainer(member.container, patienceSeconds));
  } catch (error) {
    throw dockerFailure(error, `Stopping ${node}`);
  }
}

async function bringUpInRounds(engine: Engine, plan: MembersPlan, undo: UndoList, options: OperationOptions): Promise<void> {
  const since = new Date();
  const prepared = await prepareMembers(engine, plan, undo, options);
  const foundRunning = new Set(prepared.filter((each) => each.wasRunning).map(({ spec }) => spec.node));
  let concerned = plan.only ?? plan.nodes;
  for (let round = 1; round <= mostRounds; round++) {
    const running = await allDone(prepared.map(isRunningNow));
    const members = prepared.filter(({ spec }, index) => running[index] === true || concerned.includes(spec.node));
    await healMembers(engine, members, concerned, options);
    const booted = await bootMembers(engine, members, concerned, options);
    const decision = decideBootstrap(booted.map(({ knowledge }) => knowledge));
    if (decision.kind !== 'join' && concerned.length < plan.nodes.length) {
      concerned = plan.nodes;
      continue;
    }
    const donor = booted.find(({ knowledge }) =>
      decision.kind === 'join' ? knowledge.liveness === 'primary' : decision.kind === 'bootstrap' && knowledge.node === decision.node,
    );
    const others = booted.filter((each) => each !== donor);
    const toFill = donor === undefined ? [] : await assertCanReceive(donor, others, options.signal);
    const outcome = await actOnDecision(engine, plan.cluster, decision, booted, options);
    if (outcome.kind === 'stopFirst') {
      await allDone(members.filter(({ spec }) => outcome.nodes.includes(spec.node)).map(({ container }) => stopContainer(container)));
      continue;
    }
    const admit = (signal: AbortSignal): Promise<void> => admitJoiners(outcome.hosts, booted, toFill, signal);
    const untilSynced = (signal: AbortSignal): Promise<SyncOutcome> => awaitSynced(engine, plan.cluster, concerned, outcome.footing, { ...options, signal }, foundRunning);
    const wait = (): Promise<SyncOutcome> =>
      decision.kind === 'bootstrap' && donor !== undefined
        ? awaitUnlessHandedBack(donor, untilSynced, options.signal)
        : untilSynced(options.signal);
    const synced = await awaitAdmitted(admit, wait, options.signal);
    if (synced === 'synced') {
      await logTransfers(engine, plan.cluster, concerned, since);
      return;
    }
    if (synced !== 'lostPrimary') {
      const { toStartAnew, why } = synced;
      engine.log.warn(`${toStartAnew} ${why}; starting it anew`);
      foundRunning.delete(toStartAnew);
      await endNode(prepared, toStartAnew);
      continue;
    }
    engine.log.info(`"${plan.cluster}" lost its Primary component meanwhile; asking the guard again`);
    await withdrawJoiners(members);
  }
  throw new GaleraError('deadline', `"${plan.cluster}" kept changing while it was brought up.`, {
    advice: 'See what else works on it, then start it again.',
  });
}
