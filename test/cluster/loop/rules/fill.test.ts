import assert from 'node:assert/strict';
import { fill, nodesToFill } from '../../../../src/cluster/loop/rules/fill';
import type { Sight } from '../../../../src/cluster/loop/world';
import type { TransferFacts } from '../../../../src/cluster/view/transfer/transferFacts';
import { given, serving, short, waiting } from '../worlds';

const megabyte = 2 ** 20;
const facts = (node: string, changes: Partial<TransferFacts> = {}): TransferFacts => ({
  node,
  image: 'mariadb:11.8',
  version: '11.8.6-MariaDB',
  dataBytes: 1_000 * megabyte,
  freeBytes: 10_000 * megabyte,
  ...changes,
});
const measured = (sight: Sight, changes: Partial<TransferFacts> = {}): Sight => ({
  ...sight,
  transferFacts: facts(sight.node, changes),
});
const donor = serving('g1').map((sight) => measured(sight));

describe('fill', () => {
  const rows = [
    ['measures donor and joiner first', given([...serving('g1'), waiting('g2', -1)]), 'act measure g1 g2'],
    ['is content where there is room', given([...donor, measured(waiting('g2', -1))]), 'nothing'],
    ['measures nothing for one that gets the rest alone', given([...serving('g1'), waiting('g2', 5)]), 'nothing'],
    ['measures nothing where the donor holds nothing', given([waiting('g1', -1), waiting('g2', -1)]), 'nothing'],
  ] as const;
  for (const [title, situation, expected] of rows) {
    it(title, () => assert.equal(short(fill(situation)), expected));
  }

  it("refuses where the data don't fit", () => {
    const verdict = fill(given([...donor, measured(waiting('g2', -1), { dataBytes: 0, freeBytes: 10 * megabyte })]));
    assert.match(short(verdict), /^refuse diskFull: .*g2/);
  });

  it("refuses where the joiner's server is older", () => {
    const verdict = fill(given([...donor, measured(waiting('g2', -1), { version: '10.11.14-MariaDB' })]));
    assert.match(short(verdict), /^refuse badImage: .*g2/);
  });
});

describe('nodesToFill', () => {
  it("are those without a state, and those whose gap the donor's cache doesn't reach", () => {
    assert.deepEqual(nodesToFill(given([...serving('g1'), waiting('g2', -1), waiting('g3', 5)])), ['g2']);
  });
});
