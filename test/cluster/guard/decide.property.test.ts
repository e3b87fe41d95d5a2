import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Decision, decideBootstrap, type Liveness, type MemberKnowledge } from '../../../src/cluster/guard/decide';
import { type Position, type PositionOrigin, zeroUuid } from '../../../src/cluster/guard/position';
import { otherStateUuid, stateUuid } from '../views';
import { untouched } from './members';

const names = ['g1', 'g2', 'g3', 'g4', 'g5'];

const positions: fc.Arbitrary<Position> = fc.record({
  origin: fc.constantFrom<PositionOrigin>('none', 'grastate', 'recovered', 'interrupted'),
  uuid: fc.oneof(
    { weight: 6, arbitrary: fc.constant(stateUuid) },
    { weight: 1, arbitrary: fc.constantFrom(otherStateUuid, zeroUuid) },
  ),
  seqno: fc.integer({ min: -1, max: 3 }),
  safeToBootstrap: fc.boolean(),
});

const livenesses = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Liveness>('down') },
  { weight: 1, arbitrary: fc.constantFrom<Liveness>('primary', 'nonPrimary', 'unknown') },
);

const clusters: fc.Arbitrary<MemberKnowledge[]> = fc.subarray(names, { minLength: 1 }).chain((nodes) =>
  fc.tuple(
    ...nodes.map((node) =>
      fc
        .record({
          node: fc.constant(node),
          liveness: livenesses,
          stateUuid: fc.constantFrom(stateUuid, otherStateUuid),
          position: fc.option(positions, { freq: 12 }),
          lastView: fc.oneof(fc.constant<string[]>([]), fc.subarray(names)),
          componentSize: fc.integer({ min: 1, max: 3 }),
        })
        .map((member) => ({
          ...member,
          stateUuid: member.liveness === 'primary' ? member.stateUuid : null,
          componentSize: member.liveness === 'down' ? 0 : member.componentSize,
        })),
    ),
  ),
);

/** The same decision, with the nodes it names in one order. */
function inOrder(decision: Decision): Decision {
  return decision.kind === 'refuse' ? { ...decision, nodes: [...decision.nodes].sort() } : decision;
}

function isHistory(position: Position | null): position is Position {
  return (
    position !== null &&
    ['grastate', 'recovered'].includes(position.origin) &&
    position.uuid !== zeroUuid &&
    position.seqno >= 0
  );
}

/** Runs the check on every generated cluster in which the guard names a node. */
function whereItBootstraps(check: (node: string, members: readonly MemberKnowledge[]) => void): void {
  let seen = 0;
  fc.assert(
    fc.property(clusters, (members) => {
      const decision = decideBootstrap(members);
      if (decision.kind === 'bootstrap') {
        seen += 1;
        check(decision.node, members);
      }
    }),
    { numRuns: 3_000 },
  );
  assert(seen > 100, `only ${seen} of the generated clusters bootstrapped`);
}

describe('decideBootstrap, whatever is known', () => {
  it("doesn't depend on the members' order", () => {
    const shuffled = clusters.chain((members) =>
      fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
    );
    fc.assert(
      fc.property(shuffled, ([members, reordered]) => {
        assert.deepEqual(inOrder(decideBootstrap(reordered)), inOrder(decideBootstrap(members)));
      }),
      { numRuns: 3_000 },
    );
  });

  it('never bootstraps while any server runs', () => {
    whereItBootstraps((_node, members) => {
      assert(members.every(({ liveness }) => liveness === 'down'));
    });
  });

  it('never bootstraps while any position is unreadable', () => {
    whereItBootstraps((_node, members) => {
      assert(members.every(({ position }) => position !== null));
    });
  });

  it('never bootstraps beside two histories', () => {
    whereItBootstraps((_node, members) => {
      const uuids = members.map(({ position }) => position).filter(isHistory).map(({ uuid }) => uuid);
      assert(new Set(uuids).size < 2);
    });
  });

  it('bootstraps one member, and one that holds the highest seqno there is', () => {
    whereItBootstraps((node, members) => {
      const [chosen, ...more] = members.filter((member) => member.node === node);
      assert.equal(more.length, 0);
      const histories = members.map(({ position }) => position).filter(isHistory);
      if (histories.length > 0) {
        assert(chosen !== undefined && isHistory(chosen.position));
        assert.equal(chosen.position.seqno, Math.max(...histories.map(({ seqno }) => seqno)));
      } else {
        assert(members.every(({ position }) => position?.origin === 'none'));
      }
    });
  });

  it('never bootstraps a node whose state transfer was interrupted', () => {
    whereItBootstraps((node, members) => {
      assert.notEqual(members.find((member) => member.node === node)?.position?.origin, 'interrupted');
    });
  });

  it('joins exactly where all Primary nodes serve one history', () => {
    fc.assert(
      fc.property(clusters, (members) => {
        const served = members.filter(({ liveness }) => liveness === 'primary').map((member) => member.stateUuid);
        assert.equal(decideBootstrap(members).kind === 'join', new Set(served).size === 1);
      }),
    );
  });

  it('names only nodes that it was told of', () => {
    fc.assert(
      fc.property(clusters, (members) => {
        const told = new Set(members.flatMap(({ node, lastView }) => [node, ...lastView]));
        const decision = decideBootstrap(members);
        const named = decision.kind === 'refuse' ? decision.nodes : decision.kind === 'bootstrap' ? [decision.node] : [];
        assert(named.every((node) => told.has(node)));
      }),
    );
  });

  it('bootstraps g1 of any cluster that was never started', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(names.slice(1)), (others) => {
        assert.deepEqual(decideBootstrap([...others, 'g1'].map(untouched)), { kind: 'bootstrap', node: 'g1' });
      }),
    );
  });
});
