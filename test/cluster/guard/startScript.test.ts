import assert from 'node:assert/strict';
import type { PositionOrigin } from '../../../src/cluster/guard/position';
import { type Disk, findPosition } from './startScript';

const settled = { seqno: 7, origin: 'grastate' } as const;
const served: Disk = { grastate: 'running', innodb: 7, transfer: false, givenUp: false, began: undefined };

interface Row {
  readonly what: string;
  readonly disk: Partial<Disk>;
  readonly origin: PositionOrigin;
  /** Whether a joiner can ask for what it has missed alone. */
  readonly ist: boolean;
}

const rows: readonly Row[] = [
  { what: 'an empty data directory', disk: { grastate: 'absent', innodb: -1 }, origin: 'none', ist: false },
  { what: 'a stop in good order', disk: { grastate: 'stopped' }, origin: 'grastate', ist: true },
  {
    what: 'a stop in good order, with an old mark of a transfer',
    disk: { grastate: 'stopped', transfer: true },
    origin: 'grastate',
    ist: true,
  },
  { what: 'a crash', disk: {}, origin: 'recovered', ist: true },
  { what: 'a crash in the middle of DDL', disk: { grastate: 'zero' }, origin: 'unsettled', ist: false },
  {
    what: 'a crash while it waited for what it had missed',
    disk: { grastate: 'zero', began: settled },
    origin: 'recovered',
    ist: true,
  },
  {
    what: 'a crash in DDL after it had got on',
    disk: { grastate: 'zero', began: { ...settled, seqno: 5 } },
    origin: 'unsettled',
    ist: false,
  },
  {
    what: 'a crash of one that waited, killed in DDL before',
    disk: { grastate: 'zero', began: { seqno: 7, origin: 'unsettled' } },
    origin: 'unsettled',
    ist: false,
  },
  {
    what: 'a crash of a founder before it had got on, killed in DDL before',
    disk: { began: { seqno: 7, origin: 'unsettled' } },
    origin: 'unsettled',
    ist: false,
  },
  {
    what: 'a crash of a founder that had got on, killed in DDL before',
    disk: { began: { seqno: 6, origin: 'unsettled' } },
    origin: 'recovered',
    ist: true,
  },
  { what: 'a transfer that broke off', disk: { grastate: 'zero', transfer: true }, origin: 'interrupted', ist: false },
  {
    what: 'a transfer that broke off before it had a position at all',
    disk: { grastate: 'zero', innodb: -1 },
    origin: 'interrupted',
    ist: false,
  },
  { what: 'a transfer that was done, its mark still there', disk: { transfer: true }, origin: 'recovered', ist: true },
  { what: 'one found inconsistent', disk: { grastate: 'zero', givenUp: true }, origin: 'interrupted', ist: false },
  {
    what: 'one found inconsistent in the moment in which it was killed',
    disk: { givenUp: true },
    origin: 'interrupted',
    ist: false,
  },
];

describe("the start script's search for a position", function () {
  // Each runs the script, on a machine that may be busy.
  this.timeout(30_000);

  for (const { what, disk, origin, ist } of rows) {
    it(`${what}: ${origin}`, () => {
      const found = findPosition({ ...served, ...disk });
      assert.equal(found.origin, origin);
      assert.equal(found.seqno, ['none', 'interrupted'].includes(origin) ? -1 : 7);
      assert.equal(found.joining.seqno >= 0 && found.joining.grastate !== 'zero', ist);
    });
  }

  it('has a node that was killed in DDL found at a position that nobody else has, without what it had cached', () => {
    const { founding } = findPosition({ ...served, grastate: 'zero' });
    assert.deepEqual(founding, { seqno: 8, keepsCache: false, grastate: 'running' });
  });

  it('has any other found where it is, with what it had cached', () => {
    for (const grastate of ['stopped', 'running'] as const) {
      const { founding } = findPosition({ ...served, grastate });
      assert.deepEqual([founding.seqno, founding.keepsCache], [7, true]);
    }
  });
});
