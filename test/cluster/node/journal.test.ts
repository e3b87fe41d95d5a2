import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { continueJournal } from '../../../src/cluster/node/journal';
import { sealOf } from '../../../src/cluster/node/sealedLines';

const password = 'p';
const report = (phase: string, boot = 'b', seal = sealOf(password, boot)): string =>
  `galera-boot: boot=${boot} seal=${seal} phase=${phase} turn=2 step=0 uuid=u seqno=7 safe_to_bootstrap=0 ` +
  'origin=recovered view=g1,g2 hears=yes';
const notice = (status: string, primary = 'yes', boot = 'b'): string =>
  `galera-notify: boot=${boot} status=${status} primary=${primary} members=`;
const marks = (lines: readonly string[]): unknown => {
  const journal = continueJournal(undefined, lines, password);
  if (journal === undefined) {
    return undefined;
  }
  const { report: last, connected, synced, told } = journal;
  return { phase: last?.phase, connected, synced, told };
};
const nothing = { connected: false, synced: false, told: undefined };

describe("a node's journal", () => {
  it('is unknown without a report', () => {
    assert.equal(continueJournal(undefined, ['galera-node: holds u:7', notice('synced')], password), undefined);
  });

  const server = '2026-11-27  5:06:06 0 [Note] WSREP: GMCast version 0';
  for (const [title, isMissing, lines] of [
    ['none of a server that a report tells of', false, [report('joining'), server]],
    [
      'none where nothing runs',
      false,
      [report('preparing'), 'galera-node: initialising an empty data directory', report('waiting')],
    ],
    ['one where a server speaks and no report came before', true, [server]],
    ['one where it speaks behind the last word of an earlier run', true, [report('stopped'), server, server]],
    ['one where it speaks while the node waits', true, [report('waiting'), server]],
    [
      'none any more once there is a report again',
      false,
      [report('stopped'), server, report('waiting', 'c'), report('joining', 'c'), server],
    ],
  ] as const) {
    it(`has a hole: ${title}`, () => {
      assert.equal(continueJournal(undefined, lines, password)?.hasHole, isMissing);
    });
  }

  it('has the whole of the last report', () => {
    assert.deepEqual(continueJournal(undefined, [report('waiting')], password)?.report, {
      boot: 'b',
      phase: 'waiting',
      turn: 2,
      step: 0,
      position: { origin: 'recovered', uuid: 'u', seqno: 7, safeToBootstrap: false },
      lastView: ['g1', 'g2'],
      hears: true,
    });
  });

  const cases: readonly [string, readonly string[], unknown][] = [
    ['a node that prepares', [report('preparing')], { phase: undefined, ...nothing }],
    ['a server that has begun', [report('waiting'), report('joining')], { phase: 'joining', ...nothing }],
    [
      'one that is connected',
      [report('joining'), notice('connected', 'no')],
      { phase: 'joining', connected: true, synced: false, told: 'connected' },
    ],
    [
      'one that serves',
      [report('joining'), notice('joined'), 'a line', notice('synced')],
      { phase: 'joining', connected: true, synced: true, told: 'synced' },
    ],
    [
      'a donor',
      [report('joining'), notice('synced'), notice('donor')],
      { phase: 'joining', connected: true, synced: true, told: 'donor' },
    ],
    [
      'one that waits again',
      [report('joining'), notice('synced'), report('stopped'), report('waiting')],
      { phase: 'waiting', ...nothing },
    ],
    [
      'what a client made up: a report with no seal, or with another boot’s',
      [report('waiting'), report('waiting', 'x', 'none'), report('bootstrapping', 'x', sealOf(password, 'b'))],
      { phase: 'waiting', ...nothing },
    ],
    [
      'what a client made up: a notice that names no boot, or another',
      [report('joining'), notice('synced', 'yes', ''), notice('synced', 'yes', 'x')],
      { phase: 'joining', ...nothing },
    ],
    [
      'a line that quotes a report',
      [report('joining'), `[Warning] Access denied for user '${report('waiting')}'`],
      { phase: 'joining', ...nothing },
    ],
  ];
  it('has with whom its server was Primary last, whatever came after that', () => {
    const seen = (primary: string, members: string): string =>
      `galera-notify: boot=b status=synced primary=${primary} members=${members}`;
    const servedWith = (...lines: string[]): unknown =>
      continueJournal(undefined, [report('joining'), ...lines], password)?.servedWith;
    assert.equal(servedWith(), undefined);
    assert.deepEqual(servedWith(seen('yes', 'u1/g1/172.18.0.11:3306,u2/g2/172.18.0.12:3306')), ['g1', 'g2']);
    const shrunk = [seen('yes', 'u1/g1/a,u2/g2/b'), seen('yes', 'u2/g2/b')];
    assert.deepEqual(servedWith(...shrunk, seen('no', 'u2/g2/b,u3/g3/c'), seen('yes', '')), ['g2']);
    assert.equal(servedWith(seen('no', 'u1/g1/a')), undefined);
  });

  for (const [title, lines, expected] of cases) {
    it(`knows ${title}`, () => {
      assert.deepEqual(marks(lines), expected);
    });

    it(`knows ${title}, however its lines come in, and where one comes twice`, () => {
      for (let at = 0; at <= lines.length; at += 1) {
        const before = continueJournal(undefined, lines.slice(0, at), password);
        const whole = continueJournal(undefined, lines, password);
        assert.deepEqual(continueJournal(before, lines.slice(at), password), whole);
        assert.deepEqual(continueJournal(whole, lines.slice(-1), password), whole);
      }
    });
  }
});
