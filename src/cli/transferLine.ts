import type { IstChance, Transfer } from '../cluster/model';

/** "← g1, 43 %, 12 s left". */
export function transferLine({ donor, method, percent, secondsLeft }: Transfer): string {
  const name = method === null ? [] : [method === 'ist' ? 'IST' : method];
  const share = percent === null ? [] : [`${String(percent)} %`];
  const left = secondsLeft === null ? [] : [`${String(secondsLeft)} s left`];
  return [`← ${donor}`, ...name, ...share, ...left].join(', ');
}

/** Whether a stopped node could come back by IST. */
export function istLine(chance: IstChance): string {
  switch (chance.kind) {
    case 'possible': {
      const most = chance.exact ? '' : 'at most ';
      const room = chance.room === null ? '' : `, room for about ${String(Math.floor(chance.room / 1024 ** 2))} MB more`;
      return `IST possible: ${most}${String(chance.behind)} writesets behind, ${chance.donor}'s cache reaches back ${String(chance.reach)}${room}`;
    }
    case 'tooFar':
      return `IST not possible: ${String(chance.behind)} writesets behind, ${chance.donor}'s cache reaches back ${String(chance.reach)}`;
    case 'noState':
      return 'IST not possible: it holds nothing of this history';
    case 'unknown':
      return 'IST unknown until it starts';
  }
}
