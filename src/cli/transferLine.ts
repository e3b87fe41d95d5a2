import type { IstChance, Transfer } from '../cluster/vocabulary/model';

/** "← g1, 43 %, 12 s left". */
export function transferLine({ donor, method, percent, secondsLeft }: Transfer): string {
  const name = method === null ? [] : [method === 'ist' ? 'IST' : method];
  const share = percent === null ? [] : [`${String(percent)} %`];
  const left = secondsLeft === null ? [] : [`${String(secondsLeft)} s left`];
  return [`← ${donor}`, ...name, ...share, ...left].join(', ');
}

function distance({ behind, donor, reach }: Extract<IstChance, { readonly donor: string }>): string {
  return `${String(behind)} writesets behind, ${donor}'s cache reaches back ${String(reach)}`;
}

/** Whether a stopped node could come back by IST. */
export function istLine(chance: IstChance): string {
  switch (chance.kind) {
    case 'possible': {
      const megabytes = Math.floor((chance.room ?? 0) / 1024 ** 2);
      const room = chance.room === null ? '' : `, room for about ${String(megabytes)} MB more`;
      return `IST possible: ${chance.exact ? '' : 'at most '}${distance(chance)}${room}`;
    }
    case 'tooFar':
      return `IST not possible: ${distance(chance)}`;
    case 'noState':
      return 'IST not possible: it holds nothing of this history';
    case 'unknown':
      return 'IST unknown until it starts';
  }
}
