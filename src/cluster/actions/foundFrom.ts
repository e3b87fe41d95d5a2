import { awaitSynced } from '../awaitSynced';
import { type BootedMember, bootMembers } from '../bootMembers';
import { putFiles, readFile } from '../docker/containerFiles';
import { dockerFailure } from '../docker/dockerErrors';
import { stopContainer } from '../docker/stopContainer';
import type { Engine, OperationOptions } from '../engine';
import { GaleraError, throwIfAborted, toGaleraError } from '../errors';
import type { MemberKnowledge } from '../guard/decide';
import { handToken } from '../actOnDecision';
import type { Locked } from '../guard/clusterLock';
import { refusal } from '../guard/refusal';
import type { Member } from '../members';
import { type ClusterView, isUp } from '../model';
import { nodePaths } from '../node/nodePaths';
import { type PreparedMember, prepareMembers } from '../prepareMembers';
import { readCluster } from '../readClusters';
import { takeBack } from '../takeBack';
import { UndoList } from '../undoList';

/** Prepares every member of a cluster that is there. */
export function prepareAll(engine: Engine, name: string, members: readonly Member[], undo: UndoList, options: OperationOptions): Promise<PreparedMember[]> {
  const plan = { cluster: name, nodes: members.map((member) => member.node), image: members[0]?.image ?? '', known: members };
  return prepareMembers(engine, plan, undo, options);
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

/** What a member's volume says of whether its data are given up; empty where they aren't. */
async function markGivenUp({ container, spec }: PreparedMember, mark: string): Promise<string> {
  try {
    const before = (await readFile(container, nodePaths.givenUp)) ?? '';
    if (before !== mark) {
      await putFiles(container, [{ path: nodePaths.givenUp, content: mark, mode: 0o644 }]);
    }
    return before;
  } catch (error) {
    throw dockerFailure(error, `Marking the data of ${spec.node}`);
  }
}

/**
 * Has the chosen node found the component, with its own state. From then on it holds another history than those further
 * on, though both are called the same: so these are marked before it begins, and nobody takes them for its like any more.
 *
 * @returns those that have to give up what they hold; they are stopped.
 * @throws GaleraError `refused` where a node serves or can't be asked, or the chosen one holds no state; what a start throws
 */
export async function foundFrom({ engine, options, untilDone }: Locked, name: string, node: string, known: readonly Member[]): Promise<string[]> {
  const undo = new UndoList();
  const before = await readCluster(engine, name, options.signal);
  const marked = new Map<PreparedMember, string>();
  const stopped: PreparedMember[] = [];
  let founder: PreparedMember | undefined;
  try {
    const prepared = await prepareAll(engine, name, known, undo, options);
    const own = prepared.find(({ spec }) => spec.node === node);
    // Given up once for another's, and chosen now after all: what it holds is told at its next boot.
    if (own !== undefined && ((await readFile(own.container, nodePaths.givenUp)) ?? '') !== '') {
      await stopContainer(own.container);
      marked.set(own, await markGivenUp(own, ''));
    }
    const booted = await bootMembers(engine, prepared, known.map((each) => each.node), options);
    const knowledge = booted.map((each) => each.knowledge);
    const chosen = assertMayBeForced(name, booted.find((each) => each.knowledge.node === node), knowledge);
    for (const { member } of booted.filter((each) => mustGiveUp(chosen.knowledge, each.knowledge))) {
      stopped.push(member);
      // One that waits joins whoever is Primary by itself, and gives up what it holds for it.
      await stopContainer(member.container);
      marked.set(member, await markGivenUp(member, `for the data of ${node}\n`));
    }
    throwIfAborted(options.signal);
    options.onProgress({ kind: 'node', node, step: 'bootstrap' });
    founder = chosen.member;
    await handToken(chosen.member, chosen.boot);
    if ((await awaitSynced(engine, name, [node], { kind: 'founder', node }, options)) !== 'synced') {
      throw new GaleraError('nodeFailed', `${node} lost its Primary component again.`, { advice: 'See what else works on the cluster, then try again.' });
    }
    return stopped.map(({ spec }) => spec.node);
  } catch (error) {
    await takeBack(untilDone, before, undo, options);
    if (founder !== undefined && (await hasFounded(founder))) {
      throw withAdvice(error, `${node} had founded the cluster by then: its data count, and a start fills the others from it.`);
    }
    await asBefore(untilDone, before, marked, stopped);
    throw founder === undefined
      ? error
      : withAdvice(error, `Nothing was wiped: every node holds what it held. Choose another node, or see in the log why the server of ${node} didn't start.`);
  }
}

/** Its server has been in a Primary component since it was handed the token. */
async function hasFounded({ container, spec }: PreparedMember): Promise<boolean> {
  try {
    return (await readFile(container, nodePaths.primary)) !== undefined;
  } catch (error) {
    throw dockerFailure(error, `Looking at ${spec.node}`);
  }
}

/** The marks are as they were, and those that ran, waiting, run again. */
async function asBefore(
  engine: Engine,
  before: ClusterView,
  marked: ReadonlyMap<PreparedMember, string>,
  stopped: readonly PreparedMember[],
): Promise<void> {
  try {
    for (const [member, mark] of marked) {
      await markGivenUp(member, mark);
    }
    for (const { container, spec } of stopped) {
      if (before.nodes.some((each) => each.name === spec.node && isUp(each))) {
        await container.start();
      }
    }
  } catch (error) {
    engine.log.error(dockerFailure(error, `Bringing "${before.name}" back to where it was`).message);
  }
}

function withAdvice(error: unknown, advice: string): GaleraError {
  const { code, message, details, cause } = toGaleraError(error);
  return new GaleraError(code, message, { advice, details, cause });
}
