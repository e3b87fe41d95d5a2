import assert from 'node:assert/strict';
import type { RefusalReason } from '../../../src/cluster/guard/decide';
import { knowledgeTable, refusal } from '../../../src/cluster/guard/refusal';
import { zeroUuid } from '../../../src/cluster/guard/position';
import { stateUuid } from '../views';
import { crashed, graceful, interrupted, unreadable, untouched } from './members';

const reasons = {
  split: true,
  unseen: true,
  componentsApart: true,
  unreadable: true,
  historiesDiffer: true,
  nothingToTrust: true,
  newerMissing: true,
} satisfies Record<RefusalReason, true>;

function refused(reason: RefusalReason, ...nodes: string[]): ReturnType<typeof refusal> {
  return refusal('demo', { kind: 'refuse', reason, nodes }, []);
}

describe('refusal', () => {
  for (const reason of Object.keys(reasons) as RefusalReason[]) {
    it(`says ${reason} in one sentence that names cluster and nodes, and what to do next in another`, () => {
      const error = refused(reason, 'g1', 'g2');
      assert.equal(error.code, 'refused');
      assert.match(error.message, /^No node of "demo" may bootstrap: [^.\n]*\bg1 and g2\b[^.\n]*\.$/);
      assert.match(error.advice ?? '', /^[A-Z][^.\n]+\.$/);
    });
  }

  it('gives each reason a sentence and an advice of its own', () => {
    const errors = (Object.keys(reasons) as RefusalReason[]).map((reason) => refused(reason, 'g1', 'g2'));
    assert.equal(new Set(errors.map(({ message }) => message)).size, errors.length);
    assert.equal(new Set(errors.map(({ advice }) => advice)).size, errors.length);
  });

  it('lists nodes as one reads them', () => {
    assert.match(refused('unreadable', 'g1', 'g2', 'g3').message, /g1, g2 and g3/);
  });

  it('carries the table of what each node holds', () => {
    const members = [untouched('g1'), graceful('g2', 12)];
    const error = refusal('demo', { kind: 'refuse', reason: 'newerMissing', nodes: ['g1'] }, members);
    assert.deepEqual(error.details, knowledgeTable(members));
  });
});

describe('knowledgeTable', () => {
  const rows = [
    { what: 'an untouched node', member: untouched('g1'), line: `g1  down  ${zeroUuid}:-1 (none)  never served` },
    {
      what: 'the node that left last',
      member: graceful('g2', 12, { leftLast: true, lastView: ['g1', 'g2'] }),
      line: `g2  down  ${stateUuid}:12 (grastate, left last)  served last with g1,g2`,
    },
    {
      what: 'a crashed node',
      member: crashed('g3', 7, { lastView: ['g3'] }),
      line: `g3  down  ${stateUuid}:7 (recovered)  served last with g3`,
    },
    {
      what: 'an interrupted joiner',
      member: interrupted('g4'),
      line: `g4  down  ${zeroUuid}:-1 (interrupted)  never served`,
    },
    {
      what: 'a node that hides its position',
      member: { ...unreadable('g5'), liveness: 'unknown' as const },
      line: 'g5  unknown  position unreadable  never served',
    },
  ];
  for (const { what, member, line } of rows) {
    it(`shows ${what} in one line`, () => {
      assert.deepEqual(knowledgeTable([member]), [line]);
    });
  }

  it('has a line a member, in their order', () => {
    const lines = knowledgeTable(rows.map(({ member }) => member));
    assert.deepEqual(
      lines,
      rows.map(({ line }) => line),
    );
  });
});
