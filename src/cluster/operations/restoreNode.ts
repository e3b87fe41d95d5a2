import type { Access, OperationOptions } from '../docker/access';
import { chooseDonors } from '../view/donors';
import { GaleraError } from '../vocabulary/errors';
import { isUp } from '../vocabulary/model';
import type { SstMethod } from '../../sst/methods';
import { readSummary } from '../view/transfer/readSummary';
import { methodName } from '../view/transfer/transferSummary';
import { statesFor } from '../view/fittingActions';
import { serve } from '../loop/goals';
import { reach } from '../loop/reach';
import type { NodeRef } from './nodeActions';
import { withMember } from './withMember';

/** How a node came back. */
export interface RestoreResult {
  /**
   * `none` where it had missed nothing, `ist` where a donor still had what it missed, else the method of a full SST;
   * `unknown` where the nodes' logs can't be read to the end.
   */
  readonly method: 'none' | 'ist' | 'unknown' | SstMethod;
  /** One sentence for the user. */
  readonly reason: string;
}

/**
 * Brings one node back, whatever is wrong with it: starts it, lets it go on or reconnects it. Nodes that were idle
 * stay idle. Where no component is Primary the guard decides over all members, as at a start.
 *
 * @param donor the node to fill it from, where the user named one; a node that still runs has its donors already.
 *
 * @throws GaleraError what `startCluster` throws on an existing cluster, and `nodeUnknown`, `stateUnfit`
 */
export async function restoreNode(
  access: Access,
  at: NodeRef,
  options: OperationOptions,
  donor?: string,
): Promise<RestoreResult> {
  return withMember(access, at, 'restored', statesFor.restore, options, async ({ node, members, cluster }, locked) => {
    if (donor !== undefined && isUp(node)) {
      throw new GaleraError('stateUnfit', `${at.node} is ${node.state} and runs: its donor can't be named any more.`, {
        advice: `Restore it without naming a donor, or kill or idle it first.`,
      });
    }
    const donors = chooseDonors(cluster, [at.node], donor);
    const since = new Date();
    const goal = serve({
      cluster: at.cluster,
      members: members.map((member) => member.node),
      concerned: [at.node],
      donors,
    });
    await reach(locked, goal, { ...goal, image: members[0]?.image ?? '', known: members, before: cluster });
    return howItCameBack(locked.access, at, since);
  });
}

async function howItCameBack(access: Access, at: NodeRef, since: Date): Promise<RestoreResult> {
  const summary = await readSummary(access, at.cluster, at.node, since);
  if (summary === 'unknown') {
    return {
      method: 'unknown',
      reason: `${at.node} is back; whether it was filled can't be told, for its log can't be read to the end.`,
    };
  }
  return summary === 'none'
    ? { method: 'none', reason: `${at.node} had missed nothing.` }
    : { method: summary.method, reason: `${at.node} came back by ${methodName(summary.method)}: ${summary.reason}.` };
}
