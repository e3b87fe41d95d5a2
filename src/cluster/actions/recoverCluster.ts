import { bootMembers, type BootedMember } from '../bootMembers';
import { bringUp } from '../bringUp';
import { stopContainer } from '../docker/stopContainer';
import type { Engine, OperationOptions } from '../engine';
import { GaleraError } from '../errors';
import { withClusterLock } from '../guard/clusterLock';
import { decideBootstrap, type Decision, type MemberKnowledge } from '../guard/decide';
import { handToken } from '../actOnDecision';
import { knowledgeTable, refusal } from '../guard/refusal';
import type { Member } from '../members';
import type { ClusterView } from '../model';
import { awaitSynced } from '../awaitSynced';
import { type PreparedMember, prepareMembers } from '../prepareMembers';
import { readCluster, requireMembers } from '../readClusters';
import { UndoList } from '../undoList';
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
  const plan = { cluster: name, nodes: members.map((member) => member.node), image: members[0]?.image ?? '', known: members };
  return bootMembers(engine, await prepareMembers(engine, plan, undo, options), undo, options);
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
    try {
      const booted = await bootAll(engine, name, await requireMembers(engine, name), undo, options);
      const members = booted.map(({ knowledge }) => knowledge);
      const decision = decideBootstrap(members);
      const reason = decision.kind === 'refuse' ? refusal(name, decision, members).message : undefined;
      return { decision, members, table: knowledgeTable(members), reason };
    } finally {
      await undo.run(engine.log);
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

async function wipe(engine: Engine, { container, spec }: PreparedMember): Promise<void> {
  await stopContainer(container);
  await container.remove({ force: true, v: true });
  await engine.docker.getVolume(`galera-${spec.cluster}-${spec.node}`).remove();
}

/**
 * Bootstraps the node that the user chose knowingly, whatever the guard says of loss; the members whose state can't
 * be followed from its are wiped and filled again by SST. While any server may be serving nothing is done.
 *
 * @param node its data becomes the cluster's.
 * @throws GaleraError `refused` where a node serves or can't be asked, or the chosen one holds no state;
 * `nodeUnknown`, and what a start throws
 */
export async function recoverFrom(engine: Engine, name: string, node: string, options: OperationOptions): Promise<ClusterView> {
  const image = lockImageOf(await requireMembers(engine, name));
  return withClusterLock(engine, name, image, options, async () => {
    const known = await requireMembers(engine, name);
    const undo = new UndoList();
    try {
      const booted = await bootAll(engine, name, known, undo, options);
      const knowledge = booted.map((each) => each.knowledge);
      const chosen = booted.find((each) => each.knowledge.node === node);
      if (chosen === undefined) {
        throw new GaleraError('nodeUnknown', `"${name}" has no node "${node}".`, {
          advice: `Its nodes are ${known.map((each) => each.node).join(', ')}.`,
        });
      }
      assertMayBeForced(name, chosen, knowledge);
      for (const { member } of booted.filter((each) => mustGiveUp(chosen.knowledge, each.knowledge))) {
        engine.log.warn(`${member.spec.node} holds what doesn't follow from ${node}; it is wiped and filled again`);
        await wipe(engine, member);
      }
      options.onProgress({ kind: 'node', node, step: 'bootstrap' });
      await handToken(chosen.member, chosen.boot ?? '');
      await awaitSynced(engine, name, [node], options);
    } catch (error) {
      await undo.run(engine.log);
      throw error;
    }
    const nodes = known.map((each) => each.node);
    await bringUp(engine, { cluster: name, nodes, image: known[0]?.image ?? '', known: await requireMembers(engine, name) }, new UndoList(), options);
    return readCluster(engine, name, options.signal);
  });
}

function assertMayBeForced(name: string, chosen: BootedMember, members: readonly MemberKnowledge[]): void {
  const running = members.filter((member) => member.liveness !== 'down');
  if (running.length > 0) {
    const [first] = running;
    const reason = first?.liveness === 'primary' ? 'split' : 'unseen';
    throw refusal(name, { kind: 'refuse', reason, nodes: running.map((member) => member.node) }, members);
  }
  const position = chosen.knowledge.position;
  if (position === null || position.origin === 'none' || position.origin === 'interrupted' || chosen.boot === undefined) {
    throw refusal(name, { kind: 'refuse', reason: 'nothingToTrust', nodes: [chosen.knowledge.node] }, members);
  }
}
