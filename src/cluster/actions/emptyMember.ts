import type { Engine, OperationOptions } from '../engine';
import type { Member } from '../members';
import { ensureNodeVolume } from '../node/nodeContainer';
import { requireMembers } from '../readClusters';
import { removeMember } from './removeMember';

/**
 * Removes what a member holds, which stays a member: its volume is there again, empty, whatever is cancelled then. A start
 * would leave out one of which there is nothing.
 *
 * @param members of its cluster: one of the others has to serve without it.
 * @returns all members as they are afterwards.
 * @throws GaleraError `aborted` before its data are gone, `stateUnfit` where nobody serves without it, `dockerFailed`, `dockerDown`
 */
export async function emptyMember(engine: Engine, member: Member, members: readonly Member[], options: OperationOptions): Promise<readonly Member[]> {
  const others = members.map(({ node }) => node).filter((node) => node !== member.node);
  await removeMember(engine, member, others, options);
  await ensureNodeVolume(engine, member, member.plannedNodes);
  return requireMembers(engine, member.cluster);
}
