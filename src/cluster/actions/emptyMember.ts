import type { Engine, OperationOptions } from '../engine';
import type { Member } from '../members';
import { ensureNodeVolume } from '../node/nodeContainer';
import { requireMembers } from '../readClusters';
import { removeMember } from './removeMember';

/**
 * Removes what a member holds, which stays a member: its volume is there again, empty, whatever is cancelled then. A start
 * would leave out one of which there is nothing.
 *
 * @returns all members as they are afterwards.
 * @throws GaleraError `aborted` before its data are gone, `dockerFailed`, `dockerDown`
 */
export async function emptyMember(engine: Engine, member: Member, options: OperationOptions): Promise<readonly Member[]> {
  await removeMember(engine, member, options);
  await ensureNodeVolume(engine, member, member.plannedNodes);
  return requireMembers(engine, member.cluster);
}
