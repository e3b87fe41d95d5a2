import type { RecoveryOptions } from '../../cluster/actions/recoverCluster';
import type { MemberKnowledge } from '../../cluster/guard/decide';
import { isHeld } from '../../cluster/guard/position';
import type { L10n } from './l10n';

/** A node whose data could become the cluster's, with what would be lost by that. */
export interface RecoveryChoice {
  readonly node: string;
  /** What it holds: "uuid:seqno". */
  readonly holds: string;
  /** Where that is known from, and when it last served. */
  readonly detail: string;
  /** False where it holds no complete state, and so can't be what the others follow. */
  readonly choosable: boolean;
  /** One sentence for each loss. */
  readonly losses: readonly string[];
}

function holdsState({ position }: MemberKnowledge): boolean {
  return position !== null && isHeld(position.origin);
}

function holds({ position }: MemberKnowledge, l10n: L10n): string {
  if (position === null) {
    return l10n.t('position unreadable');
  }
  return position.origin === 'none' ? l10n.t('no data') : `${position.uuid}:${position.seqno}`;
}

function origin({ position }: MemberKnowledge, l10n: L10n): string[] {
  switch (position?.origin) {
    case 'grastate':
      return [position.safeToBootstrap ? l10n.t('written when it left, last of all') : l10n.t('written when it left')];
    case 'recovered':
      return [l10n.t('recovered after a crash')];
    case 'unsettled':
      return [l10n.t('recovered after a crash in the middle of a change to its tables')];
    case 'interrupted':
      return [l10n.t('broken off while it received its data')];
    case 'contradictory':
      return [l10n.t('its files contradict each other or are damaged')];
    case 'none':
    case undefined:
      return [];
  }
}

function detail(member: MemberKnowledge, l10n: L10n): string {
  const view = member.lastView.length === 0 ? l10n.t('never served') : l10n.t('served last with {0}', member.lastView.join(', '));
  return [...origin(member, l10n), view].join(' · ');
}

/** Holds what doesn't follow from the chosen one's state: another history, more of the same, or nobody knows what. */
function isGivenUp(chosen: MemberKnowledge, { node, position }: MemberKnowledge): boolean {
  if (node === chosen.node || position?.origin === 'none' || position?.origin === 'interrupted') {
    return false;
  }
  return position === null || position.uuid !== chosen.position?.uuid || position.seqno > chosen.position.seqno;
}

function losses(chosen: MemberKnowledge, { members, decision }: RecoveryOptions, l10n: L10n): string[] {
  const givenUp = members
    .filter((member) => isGivenUp(chosen, member))
    .map((member) => l10n.t('The state of {0} is given up ({1}).', member.node, holds(member, l10n)));
  const missing = decision.kind === 'refuse' && decision.reason === 'newerMissing' ? decision.nodes : [];
  return [...givenUp, ...missing.map((node) => l10n.t('Transactions that only {0} held are lost.', node))];
}

/** Every member with what it holds: those that can be chosen first, in the order of their names. */
export function recoveryChoices(options: RecoveryOptions, l10n: L10n): RecoveryChoice[] {
  const choices = options.members.map((member) => ({
    node: member.node,
    holds: holds(member, l10n),
    detail: detail(member, l10n),
    choosable: holdsState(member),
    losses: holdsState(member) ? losses(member, options, l10n) : [],
  }));
  return [...choices.filter((choice) => choice.choosable), ...choices.filter((choice) => !choice.choosable)];
}
