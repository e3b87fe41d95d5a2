import assert from 'node:assert/strict';
import { decideBootstrap } from '../../../src/cluster/guard/decide';
import { zeroUuid } from '../../../src/cluster/guard/position';
import { all, bootstrap, other, refuse, type Row } from './guardRows';
import { crashed, cutInDdl, graceful, interrupted, unreadable, untouched } from './members';
import { whileServersRun } from './whileServersRun';

const afterGracefulStops: readonly Row[] = [
  {
    rule: 'bootstraps the node that left last',
    members: [graceful('g1', 12), graceful('g2', 12, { leftLast: true }), graceful('g3', 12)],
    decision: bootstrap('g2'),
  },
  {
    rule: 'bootstraps the highest seqno, not the lowest name',
    members: [graceful('g1', 10), graceful('g2', 11), graceful('g3', 12, { leftLast: true })],
    decision: bootstrap('g3'),
  },
  {
    rule: 'trusts a higher seqno over a mark of having left last',
    members: [graceful('g1', 10, { leftLast: true }), crashed('g2', 12)],
    decision: bootstrap('g2'),
  },
  {
    rule: 'takes the first by name of equals',
    members: [graceful('g3', 12), graceful('g2', 12), graceful('g1', 12)],
    decision: bootstrap('g1'),
  },
  {
    rule: 'orders names by their number',
    members: [graceful('g10', 12), graceful('g9', 12)],
    decision: bootstrap('g9'),
  },
  {
    rule: 'bootstraps a node at seqno 0: that is a position',
    members: [untouched('g1'), graceful('g2', 0, { leftLast: true })],
    decision: bootstrap('g2'),
  },
  {
    rule: 'bootstraps the node that left last although a node of its last view lost its volume: it left before',
    members: [untouched('g1'), graceful('g2', 12, { leftLast: true, lastView: all }), graceful('g3', 12)],
    decision: bootstrap('g2'),
  },
];

const afterCrashes: readonly Row[] = [
  {
    rule: 'bootstraps the most advanced of nodes that all crashed',
    members: [crashed('g1', 10, { lastView: all }), crashed('g2', 12, { lastView: all }), crashed('g3', 11)],
    decision: bootstrap('g2'),
  },
  {
    rule: 'bootstraps a crashed node that went on after the others had left in good order',
    members: [graceful('g1', 10), graceful('g2', 10), crashed('g3', 14, { lastView: ['g3'] })],
    decision: bootstrap('g3'),
  },
  {
    rule: 'refuses where a node of the last view shows an empty data directory',
    members: [crashed('g1', 12, { lastView: all }), crashed('g2', 12, { lastView: all }), untouched('g3')],
    decision: refuse('newerMissing', 'g3'),
  },
  {
    rule: 'refuses where a node of the last view is no member any more',
    members: [crashed('g1', 12, { lastView: all }), crashed('g2', 12, { lastView: all })],
    decision: refuse('newerMissing', 'g3'),
  },
  {
    rule: 'refuses where a node of the last view is gone and the most advanced one left, but not last',
    members: [graceful('g1', 12, { lastView: ['g1', 'g2'] }), untouched('g2')],
    decision: refuse('newerMissing', 'g2'),
  },
  {
    rule: 'names everyone missing once, also where several equals served with them',
    members: [crashed('g1', 12, { lastView: all }), crashed('g2', 12, { lastView: [...all, 'g4'] })],
    decision: refuse('newerMissing', 'g3', 'g4'),
  },
  {
    rule: 'heeds the last view of every equal, not only of the one it would name',
    members: [crashed('g1', 12, { lastView: ['g1', 'g2'] }), crashed('g2', 12, { lastView: ['g2', 'g3'] })],
    decision: refuse('newerMissing', 'g3'),
  },
  {
    rule: 'passes over the last view of a node that was left behind',
    members: [crashed('g1', 12, { lastView: ['g1'] }), crashed('g2', 10, { lastView: all })],
    decision: bootstrap('g1'),
  },
  {
    rule: 'bootstraps a donor beside the joiner whose transfer was interrupted, though both were in the view',
    members: [crashed('g1', 12, { lastView: ['g1', 'g2'] }), interrupted('g2', ['g1', 'g2'])],
    decision: bootstrap('g1'),
  },
  {
    rule: 'bootstraps a node that was killed in DDL where it holds the most: InnoDB has all that it had acknowledged',
    members: [graceful('g1', 11, { lastView: ['g1', 'g2'] }), cutInDdl('g2', 12, ['g2'])],
    decision: bootstrap('g2'),
  },
  {
    rule: 'bootstraps the first by name where all were killed in DDL',
    members: [cutInDdl('g2', 12, ['g1', 'g2']), cutInDdl('g1', 12, ['g1', 'g2'])],
    decision: bootstrap('g1'),
  },
  {
    rule: 'of equals passes over the one that was killed in DDL: the others can follow from a settled one without a transfer',
    members: [cutInDdl('g1', 12, ['g1', 'g2']), crashed('g2', 12, { lastView: ['g1', 'g2'] })],
    decision: bootstrap('g2'),
  },
  {
    rule: 'heeds the last view of a node that was killed in DDL',
    members: [cutInDdl('g1', 12, ['g1', 'g2']), untouched('g2')],
    decision: refuse('newerMissing', 'g2'),
  },
  {
    rule: 'refuses where any position is unreadable: it may be the newest',
    members: [graceful('g1', 12, { leftLast: true }), unreadable('g2'), unreadable('g3')],
    decision: refuse('unreadable', 'g2', 'g3'),
  },
  {
    rule: 'refuses where all positions are unreadable',
    members: [unreadable('g1')],
    decision: refuse('unreadable', 'g1'),
  },
  {
    rule: 'refuses to choose between two histories, however far one of them is',
    members: [
      graceful('g1', 12, { leftLast: true }),
      untouched('g2'),
      graceful('g3', 99, { ...other, leftLast: true }),
    ],
    decision: refuse('historiesDiffer', 'g3', 'g1'),
  },
];

const withoutState: readonly Row[] = [
  {
    rule: 'bootstraps g1 of a cluster that was never started',
    members: [untouched('g3'), untouched('g1'), untouched('g2')],
    decision: bootstrap('g1'),
  },
  { rule: 'bootstraps the only node of a new cluster', members: [untouched('g1')], decision: bootstrap('g1') },
  { rule: 'refuses without any member', members: [], decision: refuse('nothingToTrust') },
  {
    rule: 'refuses where every transfer was interrupted',
    members: [interrupted('g1'), interrupted('g2')],
    decision: refuse('nothingToTrust', 'g1', 'g2'),
  },
  {
    rule: 'refuses to found a new history beside a node that held one',
    members: [untouched('g1'), interrupted('g2'), untouched('g3')],
    decision: refuse('nothingToTrust', 'g1', 'g2', 'g3'),
  },
  {
    rule: 'never chooses the zero UUID, safe to bootstrap or not',
    members: [graceful('g1', 12, { uuid: zeroUuid, leftLast: true }), crashed('g2', 12, { uuid: zeroUuid })],
    decision: refuse('nothingToTrust', 'g1', 'g2'),
  },
  {
    rule: 'never chooses seqno -1, safe to bootstrap or not',
    members: [graceful('g1', -1, { leftLast: true }), crashed('g2', -1)],
    decision: refuse('nothingToTrust', 'g1', 'g2'),
  },
  {
    rule: 'prefers any position to seqno -1 and to the zero UUID',
    members: [graceful('g1', -1), graceful('g2', 99, { uuid: zeroUuid }), graceful('g3', 1)],
    decision: bootstrap('g3'),
  },
];

describe('decideBootstrap', () => {
  const chapters = { whileServersRun, afterGracefulStops, afterCrashes, withoutState };
  for (const [chapter, rows] of Object.entries(chapters)) {
    describe(chapter, () => {
      for (const { rule, members, decision } of rows) {
        it(rule, () => {
          assert.deepEqual(decideBootstrap(members), decision);
        });
      }
    });
  }
});
