import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PositionOrigin } from '../../../../src/cluster/guard/position';
import {
  needsEverything,
  parseTransferFacts,
  type TransferFacts,
  unfitFor,
} from '../../../../src/cluster/view/transfer/transferFacts';
import { stateUuid } from '../../views';

const donor: TransferFacts = {
  node: 'g1',
  image: 'mariadb:11.8',
  version: '11.8.6-MariaDB',
  dataBytes: 3e9,
  freeBytes: 0,
};
const joiner: TransferFacts = {
  node: 'g2',
  image: 'mariadb:11.8',
  version: '11.8.6-MariaDB',
  dataBytes: 0,
  freeBytes: 4e9,
};

describe('what a joiner needs for a full transfer', () => {
  it('is read from what the look at a node prints', () => {
    const facts = { version: '11.8.6-MariaDB-1-log', dataBytes: 123, freeBytes: 456 };
    assert.deepEqual(parseTransferFacts('11.8.6-MariaDB-1-log\n123\nend\n 456\n', 100), facts);
    assert.deepEqual(parseTransferFacts('11.8.6-MariaDB-1-log\n123\nend\nno gcache\n456\n', 100), {
      ...facts,
      freeBytes: 356,
    });
    assert.deepEqual(parseTransferFacts('11.8.6-MariaDB-1-log\nend\n456\n', 100), { ...facts, dataBytes: 0 });
    assert.equal(parseTransferFacts('123\nend\n456\n', 0), undefined);
    assert.equal(parseTransferFacts('', 0), undefined);
  });

  const positions: [origin: PositionOrigin, seqno: number, cachedDownto: number | null, everything: boolean][] = [
    ['none', -1, null, true],
    ['interrupted', -1, 5, true],
    ['unsettled', 10, 5, true],
    ['contradictory', -1, 5, false],
    ['grastate', 9, 11, true],
    ['grastate', 10, 11, false],
    ['recovered', 0, 5, true],
    ['recovered', 7, null, false],
    ['contradictory', -1, 5, false],
  ];
  for (const [origin, seqno, cachedDownto, everything] of positions) {
    it(`${origin} at ${String(seqno)} with a donor that reaches back to ${String(cachedDownto)}: ${everything ? 'everything' : 'not everything'}`, () => {
      assert.equal(
        needsEverything({ origin, seqno, uuid: stateUuid, safeToBootstrap: false }, cachedDownto),
        everything,
      );
    });
  }

  it('is room for what the donor holds, its own data given up', () => {
    assert.equal(unfitFor(joiner, donor), undefined);
    assert.equal(unfitFor({ ...joiner, freeBytes: 1e9, dataBytes: 2e9 }, donor), undefined);
    const error = unfitFor({ ...joiner, freeBytes: 25e6, dataBytes: 5e6 }, donor);
    assert.equal(error?.code, 'diskFull');
    assert.equal(error.message, "g2 can't be filled: g1 holds 3.0 GB of data, and the disk of g2 has room for 30 MB.");
  });

  it('is a server of the same series or a later one', () => {
    assert.equal(unfitFor({ ...joiner, version: '11.8.4-MariaDB' }, donor), undefined);
    assert.equal(unfitFor({ ...joiner, version: '12.0.1-MariaDB' }, donor), undefined);
    const error = unfitFor({ ...joiner, image: 'mariadb:10.11', version: '10.11.19-MariaDB' }, donor);
    assert.equal(error?.code, 'badImage');
    assert.equal(
      error.message,
      "g2 can't be filled: its image mariadb:10.11 has MariaDB 10.11.19-MariaDB, older than 11.8.6-MariaDB of g1.",
    );
  });
});
