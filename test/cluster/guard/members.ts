import type { MemberKnowledge } from '../../../src/cluster/guard/decide';
import { type Position, zeroUuid } from '../../../src/cluster/guard/position';
import { stateUuid } from '../views';

const none: Position = { origin: 'none', uuid: zeroUuid, seqno: -1, safeToBootstrap: false };

/** A data directory that never joined anything. */
export function untouched(node: string): MemberKnowledge {
  return { node, liveness: 'down', stateUuid: null, position: none, lastView: [], componentSize: 0, component: null };
}

/** Stopped in good order. */
export function graceful(
  node: string,
  seqno: number,
  { leftLast = false, uuid = stateUuid, lastView = [] as readonly string[] } = {},
): MemberKnowledge {
  return { ...untouched(node), position: { origin: 'grastate', uuid, seqno, safeToBootstrap: leftLast }, lastView };
}

/** Ended without notice, its position read from InnoDB. */
export function crashed(
  node: string,
  seqno: number,
  { uuid = stateUuid, lastView = [] as readonly string[] } = {},
): MemberKnowledge {
  return { ...untouched(node), position: { origin: 'recovered', uuid, seqno, safeToBootstrap: false }, lastView };
}

/** Ended in the middle of DDL, its position read from InnoDB. */
export function cutInDdl(node: string, seqno: number, lastView: readonly string[] = []): MemberKnowledge {
  return {
    ...untouched(node),
    position: { origin: 'unsettled', uuid: stateUuid, seqno, safeToBootstrap: false },
    lastView,
  };
}

/** A state transfer into it didn't end. */
export function interrupted(node: string, lastView: readonly string[] = []): MemberKnowledge {
  return { ...untouched(node), position: { ...none, origin: 'interrupted' }, lastView };
}

/** Its container runs or not, and what its data directory holds can't be read. */
export function unreadable(node: string): MemberKnowledge {
  return { ...untouched(node), position: null };
}
