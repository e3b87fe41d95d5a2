import type { MemberKnowledge } from './decide';

/** Members that can't follow the chosen one: of another history, further on in the same, or unreadable. */
export function mustGiveUp(chosen: MemberKnowledge, member: MemberKnowledge): boolean {
  if (member.node === chosen.node || member.position?.origin === 'none') {
    return false;
  }
  if (member.position === null) {
    return true;
  }
  const same = member.position.uuid === chosen.position?.uuid;
  return !same || member.position.seqno > (chosen.position?.seqno ?? -1);
}
