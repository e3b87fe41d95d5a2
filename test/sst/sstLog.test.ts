import assert from 'node:assert/strict';
import { parseSstLine, type SstLogLine, sstFailureCause } from '../../src/sst/sstLog';
import { stateUuid } from '../cluster/views';

const started = `galera-sst: started: method=mysqldump joiner=172.20.0.12 position=${stateUuid}:12`;
const done = 'galera-sst: done: joiner=172.20.0.12 seconds=4';
const failed = 'galera-sst: failed: line 160 ended with status 1: dump_tables';
const note = '2026-10-01 12:00:00 0 [Note] WSREP: Shifting SYNCED -> DONOR/DESYNCED (TO: 12)';

describe('parseSstLine', () => {
  const rows: [what: string, line: string, parsed: SstLogLine | undefined][] = [
    [
      'the start of a full transfer',
      started,
      { kind: 'started', method: 'mysqldump', joiner: '172.20.0.12', position: `${stateUuid}:12` },
    ],
    [
      'the start of an incremental transfer',
      `galera-sst: started: method=ist joiner=172.20.0.12 position=${stateUuid}:12,0-1-7`,
      { kind: 'started', method: 'ist', joiner: '172.20.0.12', position: `${stateUuid}:12,0-1-7` },
    ],
    [
      'the start with the figures',
      `${started} streams=4 tables=8 bytes=123456`,
      { kind: 'started', method: 'mysqldump', joiner: '172.20.0.12', position: `${stateUuid}:12`, bytes: 123_456 },
    ],
    [
      'progress',
      'galera-sst: progress: method=mysqldump joiner=172.20.0.12 tables=3/8 bytes=1000/4000 rate=500 seconds=2',
      {
        kind: 'progress',
        method: 'mysqldump',
        joiner: '172.20.0.12',
        tables: { done: 3, total: 8 },
        bytes: { done: 1000, total: 4000 },
        bytesPerSecond: 500,
        seconds: 2,
      },
    ],
    ['the end with its size', `${done} bytes=4096`, { kind: 'done', joiner: '172.20.0.12', seconds: 4, bytes: 4096 }],
    [
      'progress that breaks off',
      'galera-sst: progress: method=mysqldump joiner=172.20.0.12 tables=3/8 bytes=1000/',
      undefined,
    ],
    ['the end', done, { kind: 'done', joiner: '172.20.0.12', seconds: 4 }],
    ['a failure', failed, { kind: 'failed', cause: 'line 160 ended with status 1: dump_tables' }],
    ['a line with something before it', `[Warning] Access denied for user '${done}`, undefined],
    [
      'a line with its time',
      `2026-11-23T00:38:07.123456789Z ${done}`,
      { kind: 'done', joiner: '172.20.0.12', seconds: 4 },
    ],
    ["the server's own lines", note, undefined],
    ['a method that is none', 'galera-sst: started: method=pigeon joiner=a position=b', undefined],
    ['a line that breaks off', 'galera-sst: done: joiner=172.20.0.12 seconds=', undefined],
    ['an empty line', '', undefined],
  ];
  for (const [what, line, parsed] of rows) {
    it(`reads ${what}`, () => {
      assert.deepEqual(parseSstLine(line), parsed);
    });
  }
});

describe('sstFailureCause', () => {
  const error = "ERROR 1142 (42000) at line 7: DROP command denied to user 'x' for table `mysql`.`y`";
  const dumpError = "mariadb-dump: Couldn't execute 'SHOW CREATE TABLE `t`': Table is marked as crashed (1194)";
  const verdict = 'line 160 ended with status 1: dump_tables';
  const rows: [what: string, log: string[], causes: string[]][] = [
    ['is empty where nothing was transferred', [note, ''], []],
    ['is empty after a transfer that ended well', [note, started, done], []],
    ['is empty where the last transfer ended well', [started, error, failed, started, done], []],
    ['is empty while a transfer is under way', [started, failed, started], []],
    ['is the verdict where there is nothing else', [started, note, failed], [verdict]],
    [
      "is the clients' errors and the verdict",
      [note, started, note, error, dumpError, failed, note],
      [error, dumpError, verdict],
    ],
    ['leaves out errors of an earlier try', [started, dumpError, failed, started, error, failed], [error, verdict]],
    ['leaves out errors from before the transfer', [dumpError, started, error, failed], [error, verdict]],
    ['is found where the start is no longer in the log', [error, failed], [error, verdict]],
    [
      'is the last verdict where one failure made another',
      [started, error, 'galera-sst: failed: first', failed],
      [error, verdict],
    ],
  ];
  for (const [what, log, causes] of rows) {
    it(what, () => {
      assert.deepEqual(sstFailureCause(log), causes);
    });
  }
});
