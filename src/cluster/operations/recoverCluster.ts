import type { Access, OperationOptions } from '../docker/access';
import { GaleraError } from '../vocabulary/errors';
import { withClusterLock } from '../members/clusterLock';
import { decideBootstrap, type Decision, type MemberKnowledge } from '../guard/decide';
import { knowledgeTable, refusal } from '../guard/refusal';
import { serve } from '../loop/goals';
import { lookAt } from '../loop/look';
import { reach } from '../loop/reach';
import type { Memory } from '../loop/memory';
import { chosenFounds } from '../loop/rules/recover';
import { unreadable } from '../loop/situation';
import type { World } from '../loop/world';
import type { ClusterView } from '../vocabulary/model';
import { readCluster, requireMembers } from '../view/readClusters';
import { lockImageOf } from './withMember';

/** What every member holds, and what the guard would do. */
export interface RecoveryOptions {
  readonly decision: Decision;
  readonly members: readonly MemberKnowledge[];
  /** {@link knowledgeTable}, a line a member. */
  readonly table: readonly string[];
  /** The guard's reason where it refuses, in one sentence. */
  readonly reason: string | undefined;
  /** Nodes whose data were given up for another's, in a recovery or a rebuild that ended midway. */
  readonly givenUp: readonly string[];
}

/**
 * Looks at what every member of a cluster holds, and changes nothing: nodes that were down are down again afterwards.
 *
 * @throws GaleraError `clusterUnknown`, `nodeFailed`, `deadline`, `aborted`, `dockerFailed`, `dockerDown`
 */
export async function inspectRecovery(
  access: Access,
  name: string,
  options: OperationOptions,
): Promise<RecoveryOptions> {
  const image = lockImageOf(await requireMembers(access, name));
  return withClusterLock(access, name, image, options, async (locked) => {
    const before = await readCluster(locked.access, name, locked.options.signal);
    const known = await requireMembers(locked.access, name);
    const goal = serve({ cluster: name, members: known.map(({ node }) => node), onlyLook: true });
    const { world } = await reach(locked, goal, { ...goal, image, known, before, isTakenBack: true, readsMarks: true });
    const members = world.nodes.map((sight) => lookAt(sight).knowledge ?? unreadable(sight.node));
    const decision = decideBootstrap(members);
    const reason = decision.kind === 'refuse' ? refusal(name, decision, members).message : undefined;
    const givenUp = world.nodes.flatMap(({ node, isGivenUp }) => (isGivenUp ? [node] : []));
    const lines = knowledgeTable(members);
    const table = lines.map((line, at) => (givenUp.includes(members[at]?.node ?? '') ? `${line}  given up` : line));
    return { decision, members, table, reason, givenUp };
  });
}

/**
 * What is to be said once the chosen node was told to found the component and the recovery failed; nothing where it
 * wasn't.
 */
function adviceAfter(node: string, memory: Memory, world: World | undefined): string | undefined {
  if (!memory.done.has(chosenFounds) || world === undefined) {
    return undefined;
  }
  return world.nodes.some((sight) => sight.node === node && sight.hasFounded)
    ? `${node} had founded the cluster by then: its data count, and a start fills the others from it.`
    : `Nothing was wiped: every node holds what it held. Choose another node, or see in the log why the server of ${node} didn't start.`;
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
export async function recoverFrom(
  access: Access,
  name: string,
  node: string,
  options: OperationOptions,
): Promise<ClusterView> {
  const image = lockImageOf(await requireMembers(access, name));
  return withClusterLock(access, name, image, options, async (locked) => {
    const { access, options, untilDone } = locked;
    const known = await requireMembers(access, name);
    const nodes = known.map((each) => each.node);
    if (!nodes.includes(node)) {
      throw new GaleraError('nodeUnknown', `"${name}" has no node "${node}".`, {
        advice: `Its nodes are ${nodes.join(', ')}.`,
      });
    }
    const before = await readCluster(access, name, options.signal);
    const goal = serve({ cluster: name, members: nodes, dataOf: node });
    await reach(locked, goal, {
      ...goal,
      image,
      known,
      before,
      readsMarks: true,
      advise: (memory, world) => adviceAfter(node, memory, world),
    });
    // Done is done, whatever was asked for meanwhile.
    return readCluster(untilDone, name, new AbortController().signal);
  });
}
