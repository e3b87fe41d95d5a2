import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseBootReport } from '../../../../src/cluster/node/bootReport';
import { continueJournal } from '../../../../src/cluster/node/journal';
import { sealOf } from '../../../../src/cluster/node/sealedLines';
import { inScript } from './inScript';

const uuid = '00000000-0000-0000-0000-000000000001';
const holds = `seal=${sealOf('p', 'b')} uuid=${uuid} seqno=7 origin=recovered turn=2 step=3 hears=yes`;
const report = {
  boot: 'b',
  phase: 'waiting',
  turn: 2,
  step: 3,
  position: { origin: 'recovered', uuid, seqno: 7, safeToBootstrap: false },
  lastView: ['g1', 'g2'],
  hears: true,
};
const view = '/var/lib/mysql/galera/served/view';

describe('report.sh', () => {
  it('reports in a file and in the log what the engine reads there', () => {
    const { stdout, stderr } = inScript(`${holds}; report waiting; cat "$state/boot"`, {
      files: { [view]: 'g1,g2\n' },
    });
    assert.deepEqual(parseBootReport(stdout), report);
    assert.deepEqual(continueJournal(undefined, stderr.split('\n'), 'p')?.report, report);
  });

  it('names nobody whom the server has put there in another form', () => {
    const { stderr } = inScript(`${holds}; report waiting`, { files: { [view]: 'g1 phase=stopped\n' } });
    assert.deepEqual(continueJournal(undefined, stderr.split('\n'), 'p')?.report, { ...report, lastView: [] });
  });

  it('leaves what it has reported before where it can report no more, and ends', () => {
    const programs = { mv: 'exit 1', df: 'echo; echo 0' };
    const { stdout, stderr } = inScript(`echo old >"$state/boot"; (report waiting) || cat "$state/boot"`, { programs });
    assert.equal(stdout, 'old\n');
    assert.equal(stderr, 'galera-node: boot=b error: its report could not be written: the disk is full\n');
  });
});
