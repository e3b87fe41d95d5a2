import type { IstChance, Transfer } from '../../cluster/vocabulary/model';
import type { L10n } from './l10n';

/** "← g1 · 43 % · 12 s left": what is known of a state transfer; its method where there is no percentage. */
export function transferText({ donor, method, percent, secondsLeft }: Transfer, l10n: L10n): string {
  const name = method === 'ist' ? ['IST'] : method === null ? [] : [method];
  const left = secondsLeft === null ? [] : [l10n.t('{0} s left', secondsLeft)];
  return [`← ${donor}`, ...(percent === null ? name : [l10n.t('{0} %', percent)]), ...left].join(' · ');
}

/** What a state transfer is called in full, for a tooltip. */
export function transferSentence({ donor, method }: Transfer, l10n: L10n): string {
  switch (method) {
    case null:
      return l10n.t('{0} will send it what it misses.', donor);
    case 'ist':
      return l10n.t('{0} sends the writesets that it missed (IST).', donor);
    default:
      return l10n.t('{0} sends everything (SST by {1}).', donor, method);
  }
}

const count = (number: number): string => number.toLocaleString('en').replaceAll(',', ' ');
const megabytes = (bytes: number): string => count(Math.floor(bytes / 1024 ** 2));

/** Whether a stopped node could come back by IST, in the fewest words. */
export function istChanceText(chance: IstChance, l10n: L10n): string {
  switch (chance.kind) {
    case 'possible': {
      const behind = chance.exact
        ? l10n.t('possible: {0} writesets behind', count(chance.behind))
        : l10n.t('possible: at most {0} writesets behind', count(chance.behind));
      const reach = l10n.t("{0}'s cache reaches back {1}", chance.donor, count(chance.reach));
      const room = chance.room === null ? [] : [l10n.t('room for about {0} MB more', megabytes(chance.room))];
      return [behind, reach, ...room].join(', ');
    }
    case 'tooFar':
      return l10n.t(
        "not possible: {0} writesets behind, {1}'s cache reaches back {2}",
        count(chance.behind),
        chance.donor,
        count(chance.reach),
      );
    case 'noState':
      return l10n.t('not possible: it holds nothing of this history');
    case 'unknown':
      return l10n.t('unknown until it starts');
  }
}
