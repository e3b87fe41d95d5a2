import assert from 'node:assert/strict';
import { summaryLine, transferSummary } from '../../../../src/cluster/view/transfer/transferSummary';
import { stateUuid } from '../../views';
import { zero, joining, chosen, donating, joined, required, started, startedIst, done } from './logLines';

describe('the summary of a transfer', () => {
  const reach = '2026-11-23  0:44:18 6 [Note] WSREP: Min available from gcache for CC from group: 8';
  const joinerLog = (local: string): string[] => [joining, ...required(local), chosen, joined];
  const donorLog = (method: string, bypass = ''): string[] => {
    const own = bypass === '' ? [started, done] : [startedIst, done];
    return [chosen, reach, donating(method, bypass), ...(method === 'mysqldump' ? own : [])];
  };
  const rows: [what: string, joiner: string[], donor: string[], line: string | undefined][] = [
    [
      'an empty joiner',
      joinerLog(zero),
      donorLog('mysqldump'),
      'g2 ← g1: SST by mysqldump, 204.8 MB, 6.0 s; g2 held no state.',
    ],
    [
      'a joiner that was too far behind',
      joinerLog(`${stateUuid}:4`),
      donorLog('mysqldump'),
      "g2 ← g1: SST by mysqldump, 204.8 MB, 6.0 s; g1's gcache reaches back to 8 only, g2 stood at 4 of 13.",
    ],
    [
      'a method that says no size',
      joinerLog(`${stateUuid}:4`),
      [chosen, donating('rsync')],
      "g2 ← g1: SST by rsync, 6.0 s; g2 stood at 4 of 13, and g1's gcache doesn't reach back to there.",
    ],
    [
      'another history',
      joinerLog('11111111-c8a1-11f0-9a34-0242ac120002:7'),
      donorLog('rsync'),
      'g2 ← g1: SST by rsync, 6.0 s; g2 held another history.',
    ],
    [
      'an IST',
      joinerLog(`${stateUuid}:4`),
      donorLog('mysqldump', ' --bypass'),
      'g2 ← g1: IST, 6.0 s; g1 still had the 9 writesets from 5 on.',
    ],
    [
      "an IST that only our script's line tells of",
      joinerLog(`${stateUuid}:4`),
      [chosen, reach, startedIst, done],
      'g2 ← g1: IST, 6.0 s; g1 still had the 9 writesets from 5 on.',
    ],
    ['one that is still under way', [joining, ...required(zero), chosen], donorLog('mysqldump'), undefined],
    ['none', [joining], [], undefined],
  ];
  for (const [what, joiner, donor, line] of rows) {
    it(`of ${what} is ${line ?? 'nothing'}`, () => {
      const summary = transferSummary('g2', '172.20.0.12', joiner, donor);
      assert.equal(summary === undefined ? undefined : summaryLine(summary), line);
    });
  }
});
