import type { MemberKnowledge } from '../../cluster/guard/decide';
import type { RecoveryWay } from '../../cluster/view/recoveryWays';
import type { L10n } from './l10n';

/** A node whose data could become the cluster's, with what would be lost by that. */
export interface RecoveryItem {
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
  const { lastView } = member;
  const view = lastView.length === 0 ? l10n.t('never served') : l10n.t('served last with {0}', lastView.join(', '));
  return [...origin(member, l10n), view].join(' · ');
}

/** The choices in words, then those that can't be chosen. */
export function recoveryItems(way: Extract<RecoveryWay, { kind: 'choose' }>, l10n: L10n): RecoveryItem[] {
  const item = (member: MemberKnowledge, choosable: boolean, losses: readonly string[]): RecoveryItem => ({
    node: member.node,
    holds: holds(member, l10n),
    detail: detail(member, l10n),
    choosable,
    losses,
  });
  const missing = way.missing.map((node) => l10n.t('Transactions that only {0} held are lost.', node));
  return [
    ...way.choices.map(({ member, givesUp }) => {
      const givenUp = givesUp.map((other) =>
        l10n.t('The state of {0} is given up ({1}).', other.node, holds(other, l10n)),
      );
      return item(member, true, [...givenUp, ...missing]);
    }),
    ...way.unfit.map((member) => item(member, false, [])),
  ];
}
