import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PositionOrigin } from '../../../../src/cluster/guard/position';
import {
  needsEverything,
  type TransferFacts,
  transferFactsOf,
  unfitFor,
} from '../../../../src/cluster/view/transfer/transferFacts';
import { valuesOf } from '../../../../src/cluster/node/sealedLines';
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
  it('is what a node answers, its gcache to come taken off', () => {
    const version = '11.8.6-MariaDB-1-log';
    const read = (line: string): ReturnType<typeof transferFactsOf> => transferFactsOf(valuesOf(line), 100);
    const facts = { version, dataBytes: 123, freeBytes: 456 };
    assert.deepEqual(read(`version=${version} data=123 free=456 gcache=yes`), facts);
    assert.deepEqual(read(`version=${version} data=123 free=456 gcache=no`), { ...facts, freeBytes: 356 });
    assert.deepEqual(read(`version=${version} data=0 free=45 gcache=no`), { ...facts, dataBytes: 0, freeBytes: 0 });
  });

  for (const line of [
    '',
    'version= data=1 free=1 gcache=yes',
    'version=11.8.6 data= free=1 gcache=yes',
    'version=11.8.6 data=1 free=',
    'version=11.8.6 data=1 free=-1 gcache=yes',
    'data=1 free=1 gcache=yes',
  ]) {
    it(`isn't known by "${line}"`, () => assert.equal(transferFactsOf(valuesOf(line), 0), undefined));
  }

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
