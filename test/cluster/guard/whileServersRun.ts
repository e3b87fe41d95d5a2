import type { Decision, MemberKnowledge } from '../../../src/cluster/guard/decide';
import { otherStateUuid, stateUuid } from '../views';
import { all, other, refuse, type Row } from './guardRows';
import { crashed, graceful, interrupted, unreadable, untouched } from './members';

/** It serves, in a component that it names like this. */
const primary = (
  member: MemberKnowledge,
  uuid = stateUuid,
  component: readonly string[] = all,
  confId = 3,
): MemberKnowledge => ({
  ...member,
  liveness: 'primary',
  stateUuid: uuid,
  componentSize: component.length,
  component: `${String(confId)} ${component.join(',')}`,
});
/** Its server runs without a quorum. */
const nonPrimary = (member: MemberKnowledge, componentSize = 1): MemberKnowledge => ({
  ...member,
  liveness: 'nonPrimary',
  componentSize,
});
/** It runs, and can't be asked. */
const unknown = (member: MemberKnowledge): MemberKnowledge => ({ ...member, liveness: 'unknown' });

const join: Decision = { kind: 'join' };
/** What the guard decides while some server runs. */
export const whileServersRun: readonly Row[] = [
  {
    rule: 'joins the one Primary node there is',
    members: [primary(graceful('g1', 5)), untouched('g2'), untouched('g3')],
    decision: join,
  },
  {
    rule: 'joins a Primary component although a stopped node shows a higher seqno',
    members: [primary(crashed('g1', 5)), graceful('g2', 9, { leftLast: true })],
    decision: join,
  },
  {
    rule: "joins a Primary component although another node can't be asked",
    members: [primary(graceful('g1', 5)), unknown(graceful('g2', 5)), nonPrimary(graceful('g3', 5))],
    decision: join,
  },
  {
    rule: 'joins a Primary component although a stopped node holds another history',
    members: [primary(graceful('g1', 5)), graceful('g2', 9, other)],
    decision: join,
  },
  {
    rule: 'refuses where two histories are served at the same time',
    members: [primary(graceful('g1', 5)), untouched('g2'), primary(graceful('g3', 5), otherStateUuid)],
    decision: refuse('split', 'g1', 'g3'),
  },
  {
    rule: "refuses where a node runs that can't be asked: it may be serving",
    members: [graceful('g1', 9, { leftLast: true }), unknown(graceful('g2', 5)), untouched('g3')],
    decision: refuse('unseen', 'g2'),
  },
  {
    rule: "names the node that can't be asked before the one without a quorum",
    members: [nonPrimary(graceful('g1', 9)), unknown(graceful('g2', 5))],
    decision: refuse('unseen', 'g2'),
  },
  {
    rule: 'refuses where two components of one history are served at the same time',
    members: [primary(graceful('g1', 5), stateUuid, ['g1']), primary(graceful('g2', 5), stateUuid, ['g2'])],
    decision: refuse('split', 'g1', 'g2'),
  },
  {
    rule: 'refuses where two components of one history are served, though no more say so than one of them holds',
    members: [
      primary(graceful('g1', 5), stateUuid, ['g1']),
      primary(graceful('g2', 5), stateUuid, ['g2', 'g3']),
      unknown(graceful('g3', 5)),
    ],
    decision: refuse('split', 'g1', 'g2'),
  },
  {
    rule: 'refuses where two components of the same size are served, known apart by their count of changes alone',
    members: [
      primary(graceful('g1', 5), stateUuid, ['g1', 'g2'], 7),
      primary(graceful('g2', 5), stateUuid, ['g1', 'g2'], 8),
    ],
    decision: refuse('split', 'g1', 'g2'),
  },
  {
    rule: 'lets the survivor that lost its quorum be Primary again where it holds the most',
    members: [nonPrimary(crashed('g1', 9, { lastView: all })), crashed('g2', 8), crashed('g3', 9)],
    decision: { kind: 'reform', node: 'g1' },
  },
  {
    rule: 'names the most advanced node of a component without quorum',
    members: [nonPrimary(crashed('g1', 5), 2), nonPrimary(crashed('g2', 6), 2), crashed('g3', 5)],
    decision: { kind: 'reform', node: 'g2' },
  },
  {
    rule: 'has nodes without quorum stop first where a node that is down holds more',
    members: [nonPrimary(crashed('g1', 5), 2), nonPrimary(crashed('g2', 5), 2), graceful('g3', 9, { leftLast: true })],
    decision: { kind: 'stopFirst', nodes: ['g1', 'g2'] },
  },
  {
    rule: "refuses where nodes without quorum don't all see each other",
    members: [nonPrimary(crashed('g1', 5), 1), nonPrimary(crashed('g2', 5), 1), crashed('g3', 5)],
    decision: refuse('componentsApart', 'g1', 'g2'),
  },
  {
    rule: 'refuses beside a component without quorum where a node of its last view is gone',
    members: [nonPrimary(crashed('g1', 5, { lastView: all })), crashed('g2', 5)],
    decision: refuse('newerMissing', 'g3'),
  },
  {
    rule: 'refuses where a node without quorum sees one that is no member',
    members: [nonPrimary(crashed('g1', 5), 2), crashed('g2', 5)],
    decision: refuse('componentsApart', 'g1'),
  },
  {
    rule: 'lets the survivor be Primary again although a node that left last holds as much',
    members: [graceful('g1', 5, { leftLast: true }), nonPrimary(crashed('g2', 5))],
    decision: { kind: 'reform', node: 'g2' },
  },
  {
    rule: 'has a server that holds no state stop first, so that the node which does can bootstrap',
    members: [nonPrimary(interrupted('g1')), crashed('g2', 5)],
    decision: { kind: 'stopFirst', nodes: ['g1'] },
  },
  {
    rule: 'refuses beside a component without quorum where a node holds another history',
    members: [nonPrimary(crashed('g1', 5)), crashed('g2', 5, other)],
    decision: refuse('historiesDiffer', 'g1', 'g2'),
  },
  {
    rule: 'refuses beside a component without quorum where a position is unreadable',
    members: [nonPrimary(crashed('g1', 5)), unreadable('g2')],
    decision: refuse('unreadable', 'g2'),
  },
];
