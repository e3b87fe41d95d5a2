import assert from 'node:assert/strict';
import type { Transfer } from '../../../src/cluster/model';
import { parseServerLine } from '../../../src/cluster/transfer/serverLog';
import { summaryLine, transferSummary } from '../../../src/cluster/transfer/transferSummary';
import { donorOf, transferView } from '../../../src/cluster/transfer/transferView';
import { stateUuid } from '../views';

// Recorded on 11.8.6 with galera 26.4.23, shortened where nothing is read.
const zero = '00000000-0000-0000-0000-000000000000:-1';
const joining = `galera-node: joining 172.20.0.11 from ${stateUuid}:4`;
const chosen = "2026-11-23T00:44:18.000000000Z 2026-11-23  0:44:18 0 [Note] WSREP: Member 1.0 (g2) requested state transfer from '*any*'. Selected 0.0 (g1)(SYNCED) as donor.";
const forG3 = "2026-11-23T00:44:18.000000000Z 2026-11-23  0:44:18 0 [Note] WSREP: Member 2.0 (g3) requested state transfer from '*any*'. Selected 0.0 (g1)(SYNCED) as donor.";
const impossible =
  "2026-11-23T00:44:17.000000000Z 2026-11-23  0:44:17 0 [Note] WSREP: Member 1.0 (g2) requested state transfer from '*any*', but it is impossible to select State Transfer donor: Resource temporarily unavailable";
const donating = (method: string, bypass = ''): string =>
  `2026-11-23  0:44:18 0 [Note] WSREP: Initiating SST/IST transfer on DONOR side (wsrep_sst_${method} --role 'donor' --address '172.20.0.12:4444' --gtid '${stateUuid}:13' --gtid-domain-id 0${bypass} --mysqld-args --user=mysql)`;
const running = (role: string, bypass = ''): string =>
  `2026-11-23  1:22:50 0 [Note] WSREP: Running: 'wsrep_sst_rsync --role '${role}' --address '172.20.0.12:4444/rsync_sst' --gtid '${stateUuid}:4' --gtid-domain-id 0${bypass} --mysqld-args --user=mysql'`;
const receiving = '2026-11-23T00:44:19.000000000Z 2026-11-23  0:44:19 3 [Note] WSREP: Receiving IST: 900 writesets, seqnos 5-904';
const joined = '2026-11-23T00:44:24.000000000Z 2026-11-23  0:44:24 0 [Note] WSREP: Shifting JOINER -> JOINED (TO: 13)';
const required = (local: string): string[] => [
  '2026-11-23  0:44:18 2 [Note] WSREP: State transfer required: ',
  `\tGroup state: ${stateUuid}:13`,
  `\tLocal state: ${local}`,
];
const started = `galera-sst: started: method=mysqldump joiner=172.20.0.12 position=${stateUuid}:13 streams=4 tables=8 bytes=200000000`;
const startedIst = `galera-sst: started: method=ist joiner=172.20.0.12 position=${stateUuid}:13`;
const progress = (bytes: string, rate = 10_000_000): string =>
  `galera-sst: progress: joiner=172.20.0.12 tables=3/8 bytes=${bytes} rate=${String(rate)} seconds=7`;
const done = 'galera-sst: done: joiner=172.20.0.12 seconds=12 bytes=204800000';

describe('parseServerLine', () => {
  it('reads nothing into other lines', () => {
    const others = ['', impossible, running('joiner'), 'WSREP_SST: [INFO] Transfer of data done', 'Selected (g1) as donor', ...required(zero)];
    assert.deepEqual(others.map(parseServerLine), others.map(() => undefined));
  });
});

describe('donorOf', () => {
  const rows: [what: string, log: string[], donor: string | undefined][] = [
    ['the one that was chosen', [joining, chosen], 'g1'],
    ['nobody before one is chosen', [joining, impossible], undefined],
    ['nobody who was chosen for another node', [joining, forG3], undefined],
    ['nobody who was chosen in an earlier boot', [joining, chosen, joined, joining], undefined],
    ['the one chosen where the start is no longer in the log', [chosen], 'g1'],
  ];
  for (const [what, log, donor] of rows) {
    it(`is ${what}`, () => {
      assert.equal(donorOf('g2', log), donor);
    });
  }
});

describe('transferView', () => {
  const now = Date.UTC(2026, 10, 23, 0, 44, 29);
  const dump = donating('mysqldump');
  const rows: [what: string, joiner: string[], donor: string[], committed: number | null, view: Transfer | undefined][] = [
    ['nothing before a donor is chosen', [joining], [], null, undefined],
    ['only the donor before it begins', [joining, chosen], [chosen], null, { donor: 'g1', method: null, percent: null, secondsLeft: null }],
    ['the method once it begins', [joining, chosen], [chosen, dump, started], null, { donor: 'g1', method: 'mysqldump', percent: null, secondsLeft: null }],
    ['percent and seconds of a dump', [joining, chosen], [chosen, dump, started, progress('80000000/200000000')], null, { donor: 'g1', method: 'mysqldump', percent: 40, secondsLeft: 12 }],
    ['the last line of progress', [joining, chosen], [chosen, dump, progress('80000000/200000000'), progress('120000000/200000000')], null, { donor: 'g1', method: 'mysqldump', percent: 60, secondsLeft: 8 }],
    ['99 percent where the estimate is passed', [joining, chosen], [chosen, dump, progress('210000000/200000000')], null, { donor: 'g1', method: 'mysqldump', percent: 99, secondsLeft: 0 }],
    ['no seconds where nothing moves', [joining, chosen], [chosen, dump, progress('0/200000000', 0)], null, { donor: 'g1', method: 'mysqldump', percent: 0, secondsLeft: null }],
    ['tables where there are no bytes', [joining, chosen], [chosen, dump, progress('0/0', 0)], null, { donor: 'g1', method: 'mysqldump', percent: 37, secondsLeft: null }],
    ['100 percent at the end', [joining, chosen], [chosen, dump, progress('80000000/200000000'), done], null, { donor: 'g1', method: 'mysqldump', percent: 100, secondsLeft: null }],
    ['progress whose beginning is no longer in the log', [joining, chosen], [progress('80000000/200000000')], null, { donor: 'g1', method: 'mysqldump', percent: 40, secondsLeft: 12 }],
    ["nothing of an earlier transfer's progress", [joining, chosen], [chosen, dump, progress('80000000/200000000'), chosen, dump], null, { donor: 'g1', method: 'mysqldump', percent: null, secondsLeft: null }],
    ['a method as 10.11 says it', [joining, chosen], [chosen, running('donor')], null, { donor: 'g1', method: 'rsync', percent: null, secondsLeft: null }],
    ['an IST as 10.11 says it', [joining, chosen, receiving], [chosen, running('donor', ' --bypass')], 304, { donor: 'g1', method: 'ist', percent: 33, secondsLeft: 20 }],
    ['rsync without figures', [joining, chosen], [chosen, donating('rsync')], null, { donor: 'g1', method: 'rsync', percent: null, secondsLeft: null }],
    ['mariabackup without figures', [joining, chosen], [chosen, donating('mariabackup')], 304, { donor: 'g1', method: 'mariabackup', percent: null, secondsLeft: null }],
    ['percent and seconds of an IST', [joining, chosen, receiving], [chosen, donating('mysqldump', ' --bypass')], 304, { donor: 'g1', method: 'ist', percent: 33, secondsLeft: 20 }],
    ['an IST that has yet to begin', [joining, chosen], [chosen, donating('mysqldump', ' --bypass')], 4, { donor: 'g1', method: 'ist', percent: null, secondsLeft: null }],
    ['an IST that has applied nothing', [joining, chosen, receiving], [chosen, donating('mysqldump', ' --bypass')], 4, { donor: 'g1', method: 'ist', percent: 0, secondsLeft: null }],
    ['an IST that is done', [joining, chosen, receiving], [chosen, donating('mysqldump', ' --bypass')], 950, { donor: 'g1', method: 'ist', percent: 100, secondsLeft: 0 }],
    ['no figures of an IST while the node does not answer', [joining, chosen, receiving], [chosen, donating('rsync', ' --bypass')], null, { donor: 'g1', method: 'ist', percent: null, secondsLeft: null }],
    ["an IST that only our script's line tells of", [joining, chosen, receiving], [chosen, startedIst], 304, { donor: 'g1', method: 'ist', percent: 33, secondsLeft: 20 }],
    ["a dump that only our script's line tells of", [joining, chosen], [chosen, started], null, { donor: 'g1', method: 'mysqldump', percent: null, secondsLeft: null }],
    ["nothing of our script's line for another joiner", [joining, chosen], [chosen, started.replace('172.20.0.12', '172.20.0.13')], null, { donor: 'g1', method: null, percent: null, secondsLeft: null }],
  ];
  for (const [what, joiner, donor, committed, view] of rows) {
    it(`shows ${what}`, () => {
      assert.deepEqual(transferView('g2', '172.20.0.12', joiner, donor, committed, now), view);
    });
  }
});

describe('the summary of a transfer', () => {
  const reach = '2026-11-23  0:44:18 6 [Note] WSREP: Min available from gcache for CC from group: 8';
  const joinerLog = (local: string): string[] => [joining, ...required(local), chosen, joined];
  const donorLog = (method: string, bypass = ''): string[] => {
    const own = bypass === '' ? [started, done] : [startedIst, done];
    return [chosen, reach, donating(method, bypass), ...(method === 'mysqldump' ? own : [])];
  };
  const rows: [what: string, joiner: string[], donor: string[], line: string | undefined][] = [
    ['an empty joiner', joinerLog(zero), donorLog('mysqldump'), 'g2 ← g1: SST by mysqldump, 204.8 MB, 6.0 s; g2 held no state.'],
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
