import { bootMembers, type BootedMember } from '../bootMembers';
import { allDone } from '../allDone';
import { bringUp } from '../bringUp';
import { dockerFailure } from '../docker/dockerErrors';
import { stopContainer } from '../docker/stopContainer';
import type { Engine, OperationOptions } from '../engine';
import { GaleraError, throwIfAborted } from '../errors';
import { withClusterLock } from '../guard/clusterLock';
import { decideBootstrap, type Decision, type MemberKnowledge } from '../guard/decide';
import { handToken } from '../actOnDecision';
import { knowledgeTable, refusal } from '../guard/refusal';
import type { Member } from '../members';
import { type ClusterView, isUp } from '../model';
import { awaitSynced } from '../awaitSynced';
import { type PreparedMember, prepareMembers } from '../prepareMembers';
import { readCluster, requireMembers } from '../readClusters';
import { takeBack } from '../takeBack';
import { UndoList } from '../undoList';
import { removeMember } from './removeMember';
import { lockImageOf } from './withMember';

/** What every member holds, and what the guard would do. */
export interface RecoveryOptions {
  readonly decision: Decision;
  readonly members: readonly MemberKnowledge[];
  /** {@link knowledgeTable}, a line a member. */
  readonly table: readonly string[];
  /** The guard's reason where it refuses, in one sentence. */
  readonly reason: string | undefined;
}

async function bootAll(
  engine: Engine,
  name: string,
  members: readonly Member[],
  undo: UndoList,
  options: OperationOptions,
): Promise<BootedMember[]> {
  const nodes = members.map((member) => member.node);
  const plan = { cluster: name, nodes, image: members[0]?.image ?? '', known: members };
  return bootMembers(engine, await prepareMembers(engine, plan, undo, options), nodes, options);
}

/**
 * Looks at what every member of a cluster holds, and changes nothing: nodes that were down are down again afterwards.
 *
 * @throws GaleraError `clusterUnknown`, `nodeFailed`, `deadline`, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function inspectRecovery(engine: Engine, name: string, options: OperationOptions): Promise<RecoveryOptions> {
  const image = lockImageOf(await requireMembers(engine, name));
  return withClusterLock(engine, name, image, options, async () => {
    const undo = new UndoList();
    const before = await readCluster(engine, name, options.signal);
    try {
      const booted = await bootAll(engine, name, await requireMembers(engine, name), undo, options);
      const members = booted.map(({ knowledge }) => knowledge);
      const decision = decideBootstrap(members);
      const reason = decision.kind === 'refuse' ? refusal(name, decision, members).message : undefined;
      return { decision, members, table: knowledgeTable(members), reason };
    } finally {
      await takeBack(engine, before, undo, options);
    }
  });
}

/** Members that can't follow the chosen one: of another history, further on in the same, or unreadable. */
function mustGiveUp(chosen: MemberKnowledge, member: MemberKnowledge): boolean {
  if (member.node === chosen.node || member.position?.origin === 'none') {
    return false;
  }
  if (member.position === null) {
    return true;
  }
  const same = member.position.uuid === chosen.position?.uuid;
  return !same || member.position.seqno > (chosen.position?.seqno ?? -1);
}

/**
 * Bootstraps the node that the user chose knowingly, whatever the guard says of loss; the members whose state can't
 * be followed from its are wiped and filled again by SST. While any server may be serving nothing is done.
 *
 * Nothing is wiped before the chosen one serves: until then the others stay stopped, and where its server doesn't start
 * everything is as it was. Then they are wiped and filled one after the other.
 *
 * @param node its data becomes the cluster's.
 * @throws GaleraError `refused` where a node serves or can't be asked, or the chosen one holds no state;
 * `nodeUnknown`, and what a start throws
 */
export async function recoverFrom(engine: Engine, name: string, node: string, options: OperationOptions): Promise<ClusterView> {
  const image = lockImageOf(await requireMembers(engine, name));
  return withClusterLock(engine, name, image, options, async () => {
    const known = await requireMembers(engine, name);
    const nodes = known.map((each) => each.node);
    if (!nodes.includes(node)) {
      throw new GaleraError('nodeUnknown', `"${name}" has no node "${node}".`, { advice: `Its nodes are ${nodes.join(', ')}.` });
    }
    const toWipe = await foundFrom(engine, name, node, known, options);
    for (const other of toWipe) {
      engine.log.warn(`${other} holds what doesn't follow from ${node}; it is wiped and filled again`);
      await refill(engine, name, other, options);
    }
    await bringUp(engine, { cluster: name, nodes, image: known[0]?.image ?? '', known: await requireMembers(engine, name) }, new UndoList(), options);
    // Done is done, whatever was asked for meanwhile.
    return readCluster(engine, name, new AbortController().signal);
  });
}

/**
 * Has the chosen node found the component, with its own state.
 *
 * @returns those that have to give up what they hold; they are stopped.
 */
async function foundFrom(engine: Engine, name: string, node: string, known: readonly Member[], options: OperationOptions): Promise<string[]> {
  const undo = new UndoList();
  const before = await readCluster(engine, name, options.signal);
  let stopped: readonly PreparedMember[] = [];
  try {
    const booted = await bootAll(engine, name, known, undo, options);
    const knowledge = booted.map((each) => each.knowledge);
    const chosen = booted.find((each) => each.knowledge.node === node);
    const boot = assertMayBeForced(name, chosen, knowledge);
    stopped = booted.filter((each) => mustGiveUp(boot.knowledge, each.knowledge)).map(({ member }) => member);
    // One that waits joins whoever is Primary by itself, and gives up what it holds for it.
    await allDone(stopped.map(({ container }) => stopContainer(container)));
    throwIfAborted(options.signal);
    options.onProgress({ kind: 'node', node, step: 'bootstrap' });
    await handToken(boot.member, boot.boot);
    if ((await awaitSynced(engine, name, [node], { kind: 'founder', node }, options)) === 'lostPrimary') {
      throw new GaleraError('nodeFailed', `${node} lost its Primary component again.`, { advice: 'See what else works on the cluster, then try again.' });
    }
    return stopped.map(({ spec }) => spec.node);
  } catch (error) {
    await takeBack(engine, before, undo, options);
    await startAgain(engine, before, stopped);
    throw asBefore(error, node);
  }
}

/** Those that ran, waiting, run again. */
async function startAgain(engine: Engine, before: ClusterView, stopped: readonly PreparedMember[]): Promise<void> {
  for (const { container, spec } of stopped) {
    if (before.nodes.some((each) => each.name === spec.node && isUp(each))) {
      await container.start().catch((error: unknown) => engine.log.error(dockerFailure(error, `Starting ${spec.node}`).message));
    }
  }
}

/** A failure of the chosen node's server, saying that nobody lost anything by it. */
function asBefore(error: unknown, node: string): unknown {
  return GaleraError.is(error, 'nodeFailed') || GaleraError.is(error, 'deadline')
    ? new GaleraError(error.code, error.message, {
        advice: `Nothing was wiped: every node holds what it held. See in the log why the server of ${node} didn't start, or choose another node.`,
        details: error.details,
        cause: error,
      })
    : error;
}

async function refill(engine: Engine, name: string, node: string, options: OperationOptions): Promise<void> {
  throwIfAborted(options.signal);
  const members = await requireMembers(engine, name);
  const member = members.find((each) => each.node === node);
  if (member !== undefined) {
    await removeMember(engine, member, options);
  }
  const plan = {
    cluster: name,
    nodes: members.map((each) => each.node),
    only: [node],
    image: member?.image ?? '',
    known: members.filter((each) => each.node !== node),
  };
  await bringUp(engine, plan, new UndoList(), options);
}

function assertMayBeForced(name: string, chosen: BootedMember | undefined, members: readonly MemberKnowledge[]): BootedMember & { readonly boot: string } {
  const running = members.filter((member) => member.liveness !== 'down');
  if (running.length > 0) {
    const [first] = running;
    const reason = first?.liveness === 'primary' ? 'split' : 'unseen';
    throw refusal(name, { kind: 'refuse', reason, nodes: running.map((member) => member.node) }, members);
  }
  const position = chosen?.knowledge.position ?? null;
  const boot = chosen?.boot;
  if (chosen === undefined || boot === undefined || position === null || position.origin === 'none' || position.origin === 'interrupted') {
    throw refusal(name, { kind: 'refuse', reason: 'nothingToTrust', nodes: chosen === undefined ? [] : [chosen.knowledge.node] }, members);
  }
  return { ...chosen, boot };
}
