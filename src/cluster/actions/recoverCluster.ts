import { bootMembers } from '../bootMembers';
import { bringUp } from '../bringUp';
import type { Engine, OperationOptions } from '../engine';
import { GaleraError, throwIfAborted } from '../errors';
import { type Locked, withClusterLock } from '../guard/clusterLock';
import { decideBootstrap, type Decision, type MemberKnowledge } from '../guard/decide';
import { knowledgeTable, refusal } from '../guard/refusal';
import { type ClusterView } from '../model';
import { readCluster, requireMembers } from '../readClusters';
import { takeBack } from '../takeBack';
import { UndoList } from '../undoList';
import { emptyMember } from './emptyMember';
import { foundFrom, prepareAll } from './foundFrom';
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

/**
 * Looks at what every member of a cluster holds, and changes nothing: nodes that were down are down again afterwards.
 *
 * @throws GaleraError `clusterUnknown`, `nodeFailed`, `deadline`, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function inspectRecovery(engine: Engine, name: string, options: OperationOptions): Promise<RecoveryOptions> {
  const image = lockImageOf(await requireMembers(engine, name));
  return withClusterLock(engine, name, image, options, async ({ engine, options, untilDone }) => {
    const undo = new UndoList();
    const before = await readCluster(engine, name, options.signal);
    try {
      const known = await requireMembers(engine, name);
      const prepared = await prepareAll(engine, name, known, undo, options);
      const booted = await bootMembers(engine, prepared, known.map((each) => each.node), options);
      const members = booted.map(({ knowledge }) => knowledge);
      const decision = decideBootstrap(members);
      const reason = decision.kind === 'refuse' ? refusal(name, decision, members).message : undefined;
      return { decision, members, table: knowledgeTable(members), reason };
    } finally {
      await takeBack(untilDone, before, undo, options);
    }
  });
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
  return withClusterLock(engine, name, image, options, async ({ engine, options, untilDone }) => {
    const known = await requireMembers(engine, name);
    const nodes = known.map((each) => each.node);
    if (!nodes.includes(node)) {
      throw new GaleraError('nodeUnknown', `"${name}" has no node "${node}".`, { advice: `Its nodes are ${nodes.join(', ')}.` });
    }
    const toWipe = await foundFrom({ engine, options, untilDone }, name, node, known);
    for (const other of toWipe) {
      engine.log.warn(`${other} holds what doesn't follow from ${node}; it is wiped and filled again`);
      await refill({ engine, options, untilDone }, name, other);
    }
    await bringUp(engine, { cluster: name, nodes, image: known[0]?.image ?? '', known: await requireMembers(engine, name) }, new UndoList(), options);
    // Done is done, whatever was asked for meanwhile.
    return readCluster(untilDone, name, new AbortController().signal);
  });
}

async function refill({ engine, options, untilDone }: Locked, name: string, node: string): Promise<void> {
  throwIfAborted(options.signal);
  const members = await requireMembers(engine, name);
  const member = members.find((each) => each.node === node);
  const known = member === undefined ? members : await emptyMember(untilDone, member, members, options);
  const plan = { cluster: name, nodes: known.map((each) => each.node), only: [node], image: known[0]?.image ?? '', known };
  await bringUp(engine, plan, new UndoList(), options);
}
