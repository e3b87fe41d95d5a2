import assert from 'node:assert/strict';
import { istLine, transferLine } from '../../src/cli/transferLine';
import type { IstChance, Transfer } from '../../src/cluster/vocabulary/model';

describe('transferLine', () => {
  const rows: [transfer: Transfer, line: string][] = [
    [{ donor: 'g1', method: null, percent: null, secondsLeft: null }, '← g1'],
    [{ donor: 'g1', method: 'ist', percent: 7, secondsLeft: null }, '← g1, IST, 7 %'],
    [{ donor: 'g1', method: 'mysqldump', percent: 43, secondsLeft: 12 }, '← g1, mysqldump, 43 %, 12 s left'],
  ];
  for (const [transfer, line] of rows) {
    it(`is "${line}"`, () => {
      assert.equal(transferLine(transfer), line);
    });
  }
});

describe('istLine', () => {
  const possible = { kind: 'possible', donor: 'g1', behind: 12, exact: true, reach: 400, room: null } as const;
  const rows: [chance: IstChance, line: string][] = [
    [possible, "IST possible: 12 writesets behind, g1's cache reaches back 400"],
    [
      { ...possible, exact: false, room: 5_500_000 },
      "IST possible: at most 12 writesets behind, g1's cache reaches back 400, room for about 5 MB more",
    ],
    [
      { kind: 'tooFar', donor: 'g1', behind: 500, reach: 400 },
      "IST not possible: 500 writesets behind, g1's cache reaches back 400",
    ],
    [{ kind: 'noState' }, 'IST not possible: it holds nothing of this history'],
    [{ kind: 'unknown' }, 'IST unknown until it starts'],
  ];
  for (const [chance, line] of rows) {
    it(`is "${line}"`, () => {
      assert.equal(istLine(chance), line);
    });
  }
});
