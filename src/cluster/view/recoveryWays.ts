import type { Decision, MemberKnowledge } from '../guard/decide';
import { isHeld } from '../guard/position';
import { mustGiveUp } from '../guard/mustGiveUp';

/** A node whose data could become the cluster's. */
export interface RecoveryChoice {
  readonly member: MemberKnowledge;
  /** Members that hold what is lost by it: another history, more of the same, or nobody knows what. */
  readonly givesUp: readonly MemberKnowledge[];
}

/**
 * What a user can do where a cluster may have to be recovered.
 *
 * - `start`: nothing has to be given up, a start brings it back.
 * - `stop`: servers run, one of which may serve; they have to stop first.
 * - `startAnew`: nobody holds a complete state.
 * - `choose`: one of the choices; `unfit` hold no complete state, and so can't be what the others follow. What only
 *   `missing` nodes held is lost with any of them.
 */
export type RecoveryWay =
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'startAnew' }
  | {
      readonly kind: 'choose';
      readonly choices: readonly RecoveryChoice[];
      readonly unfit: readonly MemberKnowledge[];
      readonly missing: readonly string[];
    };

function holdsState({ position }: MemberKnowledge): boolean {
  return position !== null && isHeld(position.origin);
}

/** What an unfinished transfer left is given up, too, and no loss. */
function isLost(chosen: MemberKnowledge, member: MemberKnowledge): boolean {
  return member.position?.origin !== 'interrupted' && mustGiveUp(chosen, member);
}

/**
 * The way on from what every member holds and what the guard says of it.
 *
 * @param members all of the cluster's, by name.
 */
export function recoveryWay(members: readonly MemberKnowledge[], decision: Decision): RecoveryWay {
  if (decision.kind !== 'refuse') {
    return { kind: 'start' };
  }
  if (members.some(({ liveness }) => liveness !== 'down')) {
    return { kind: 'stop' };
  }
  const choices = members.filter(holdsState).map((member) => ({
    member,
    givesUp: members.filter((other) => isLost(member, other)),
  }));
  if (choices.length === 0) {
    return { kind: 'startAnew' };
  }
  return {
    kind: 'choose',
    choices,
    unfit: members.filter((member) => !holdsState(member)),
    missing: decision.reason === 'newerMissing' ? decision.nodes : [],
  };
}
