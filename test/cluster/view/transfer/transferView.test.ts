import assert from 'node:assert/strict';
import type { Transfer } from '../../../../src/cluster/vocabulary/model';
import { parseServerLine } from '../../../../src/cluster/view/transfer/serverLog';
import { donorOf, transferView } from '../../../../src/cluster/view/transfer/transferView';
import {
  zero,
  joining,
  chosen,
  forG3,
  impossible,
  donating,
  running,
  receiving,
  joined,
  required,
  started,
  startedIst,
  progress,
  done,
} from './logLines';

describe('parseServerLine', () => {
  it('reads nothing into other lines', () => {
    const others = [
      '',
      impossible,
      running('joiner'),
      'WSREP_SST: [INFO] Transfer of data done',
      'Selected (g1) as donor',
      ...required(zero),
    ];
    assert.deepEqual(
      others.map(parseServerLine),
      others.map(() => undefined),
    );
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
  const by = (
    method: Transfer['method'],
    percent: number | null = null,
    secondsLeft: number | null = null,
  ): Transfer => ({ donor: 'g1', method, percent, secondsLeft });
  const asked = [joining, chosen];
  const receives = [...asked, receiving];
  const ist = donating('mysqldump', ' --bypass');
  const forAnother = started.replace('172.20.0.12', '172.20.0.13');
  type Row = [what: string, joiner: string[], donor: string[], committed: number | null, view: Transfer | undefined];
  const rows: Row[] = [
    ['nothing before a donor is chosen', [joining], [], null, undefined],
    ['only the donor before it begins', asked, [chosen], null, by(null)],
    ['the method once it begins', asked, [chosen, dump, started], null, by('mysqldump')],
    [
      'percent and seconds of a dump',
      asked,
      [chosen, dump, started, progress('80000000/200000000')],
      null,
      by('mysqldump', 40, 12),
    ],
    [
      'the last line of progress',
      asked,
      [chosen, dump, progress('80000000/200000000'), progress('120000000/200000000')],
      null,
      by('mysqldump', 60, 8),
    ],
    [
      '99 percent where the estimate is passed',
      asked,
      [chosen, dump, progress('210000000/200000000')],
      null,
      by('mysqldump', 99, 0),
    ],
    [
      'no seconds where nothing moves',
      asked,
      [chosen, dump, progress('0/200000000', 0)],
      null,
      by('mysqldump', 0, null),
    ],
    ['tables where there are no bytes', asked, [chosen, dump, progress('0/0', 0)], null, by('mysqldump', 37, null)],
    [
      '100 percent at the end',
      asked,
      [chosen, dump, progress('80000000/200000000'), done],
      null,
      by('mysqldump', 100, null),
    ],
    [
      'progress whose beginning is no longer in the log',
      asked,
      [progress('80000000/200000000')],
      null,
      by('mysqldump', 40, 12),
    ],
    [
      "nothing of an earlier transfer's progress",
      asked,
      [chosen, dump, progress('80000000/200000000'), chosen, dump],
      null,
      by('mysqldump'),
    ],
    ['a method as 10.11 says it', asked, [chosen, running('donor')], null, by('rsync')],
    ['an IST as 10.11 says it', receives, [chosen, running('donor', ' --bypass')], 304, by('ist', 33, 20)],
    ['rsync without figures', asked, [chosen, donating('rsync')], null, by('rsync')],
    ['mariabackup without figures', asked, [chosen, donating('mariabackup')], 304, by('mariabackup')],
    ['percent and seconds of an IST', receives, [chosen, ist], 304, by('ist', 33, 20)],
    ['an IST that has yet to begin', asked, [chosen, ist], 4, by('ist')],
    ['an IST that has applied nothing', receives, [chosen, ist], 4, by('ist', 0, null)],
    ['an IST that is done', receives, [chosen, ist], 950, by('ist', 100, 0)],
    [
      'no figures of an IST while the node does not answer',
      receives,
      [chosen, donating('rsync', ' --bypass')],
      null,
      by('ist'),
    ],
    ["an IST that only our script's line tells of", receives, [chosen, startedIst], 304, by('ist', 33, 20)],
    ["a dump that only our script's line tells of", asked, [chosen, started], null, by('mysqldump')],
    ["nothing of our script's line for another joiner", asked, [chosen, forAnother], null, by(null)],
  ];
  for (const [what, joiner, donor, committed, view] of rows) {
    it(`shows ${what}`, () => {
      assert.deepEqual(transferView('g2', '172.20.0.12', joiner, donor, committed, now), view);
    });
  }
});
