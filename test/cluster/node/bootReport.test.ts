import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PositionOrigin } from '../../../src/cluster/guard/position';
import { type BootPhase, type BootReport, parseBootReport } from '../../../src/cluster/node/bootReport';
import { stateUuid } from '../views';

/** As script/report.sh writes it. */
function written({ boot, phase, turn, step, position, lastView, hears }: BootReport): string {
  return [
    `boot=${boot}`,
    `phase=${phase}`,
    `turn=${turn}`,
    `step=${step}`,
    `uuid=${position.uuid}`,
    `seqno=${position.seqno}`,
    `safe_to_bootstrap=${position.safeToBootstrap ? 1 : 0}`,
    `origin=${position.origin}`,
    `view=${lastView.join(',')}`,
    `hears=${hears ? 'yes' : ''}`,
    '',
  ].join('\n');
}

const report: BootReport = {
  boot: 'c1f0e6f2-8e39-4b5c-9d0b-3f1f6f2a7c11',
  phase: 'waiting',
  turn: 1,
  step: 0,
  position: { origin: 'grastate', uuid: stateUuid, seqno: 12, safeToBootstrap: true },
  lastView: ['g1', 'g2', 'g3'],
  hears: true,
};

const reports: fc.Arbitrary<BootReport> = fc.record(
  {
    boot: fc.uuid(),
    phase: fc.constantFrom<BootPhase>('recovering', 'waiting', 'bootstrapping', 'joining', 'stopped'),
    turn: fc.nat(),
    step: fc.nat(),
    position: fc.record(
      {
        origin: fc.constantFrom<PositionOrigin>(
          'none',
          'grastate',
          'recovered',
          'unsettled',
          'interrupted',
          'contradictory',
        ),
        uuid: fc.uuid(),
        seqno: fc.maxSafeInteger().map((seqno) => Math.max(-1, seqno)),
        safeToBootstrap: fc.boolean(),
      },
      { noNullPrototype: true },
    ),
    lastView: fc.subarray(['g1', 'g2', 'g3', 'g9']),
    hears: fc.boolean(),
  },
  { noNullPrototype: true },
);

describe('parseBootReport', () => {
  it('reads back every report that a node can write', () => {
    fc.assert(
      fc.property(reports, (each) => {
        assert.deepEqual(parseBootReport(written(each)), each);
      }),
    );
  });

  it('takes nothing but 1 for safe to bootstrap', () => {
    const text = written(report);
    for (const value of ['0', '', 'yes', '11']) {
      const parsed = parseBootReport(text.replace('safe_to_bootstrap=1', `safe_to_bootstrap=${value}`));
      assert.equal(parsed?.position.safeToBootstrap, false);
    }
  });

  it('reads the report of a script that counts no steps yet, or no turns', () => {
    assert.deepEqual(parseBootReport(written(report).replace('step=0\n', '')), report);
    assert.deepEqual(parseBootReport(written(report).replace('turn=1\n', '')), { ...report, turn: 0 });
  });

  const broken: [what: string, text: string][] = [
    ['an empty file', ''],
    ['a file without its boot', written(report).replace(/^boot=.*\n/m, '')],
    ['an empty boot', written({ ...report, boot: '' })],
    ['an unknown phase', written(report).replace('phase=waiting', 'phase=dreaming')],
    ['an unknown origin', written(report).replace('origin=grastate', 'origin=hearsay')],
    ['a missing UUID', written(report).replace(/^uuid=.*\n/m, '')],
    ['a missing seqno', written(report).replace(/^seqno=.*\n/m, '')],
    ['a seqno that is no number', written(report).replace('seqno=12', 'seqno=twelve')],
    ['a step that is no number', written(report).replace('step=0', 'step=first')],
    ['a seqno that is no whole number', written(report).replace('seqno=12', 'seqno=1.5')],
    ['a seqno too large to be told exactly', written(report).replace('seqno=12', 'seqno=9007199254740993')],
  ];
  for (const [what, text] of broken) {
    it(`is undefined for ${what}`, () => {
      assert.equal(parseBootReport(text), undefined);
    });
  }
});
