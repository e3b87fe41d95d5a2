import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Decision, decideBootstrap, type Liveness, type MemberKnowledge } from '../../../src/cluster/guard/decide';
import { type Position, type PositionOrigin, zeroUuid } from '../../../src/cluster/guard/position';
import { otherStateUuid, stateUuid } from '../views';
import { untouched } from './members';

const names = ['g1', 'g2', 'g3', 'g4', 'g5'];

function positions(...origins: PositionOrigin[]): fc.Arbitrary<Position> {
  return fc.record({
    origin: fc.constantFrom(...origins),
    uuid: fc.oneof(
      { weight: 8, arbitrary: fc.constant(stateUuid) },
      { weight: 1, arbitrary: fc.constantFrom(otherStateUuid, zeroUuid) },
    ),
    seqno: fc.integer({ min: -1, max: 3 }),
    safeToBootstrap: fc.boolean(),
  });
}

const stopped = fc.option(positions('none', 'grastate', 'recovered', 'unsettled', 'interrupted'), { freq: 20 });
const lastViews = fc.oneof(fc.constant<string[]>([]), fc.subarray(names));

/** What may be known of one node, where so many run. */
function knowledge(node: string, liveness: Liveness, runningNodes: number): fc.Arbitrary<MemberKnowledge> {
  return fc.record({
    node: fc.constant(node),
    liveness: fc.constant(liveness),
    component: liveness === 'primary' ? fc.constantFrom('3 g1,g2', '3 g1,g2', '4 g1') : fc.constant(null),
    stateUuid: liveness === 'primary' ? fc.constantFrom(stateUuid, stateUuid, otherStateUuid) : fc.constant(null),
    // A server that runs reports its own position, which it never takes from grastate.dat.
    position:
      liveness === 'down'
        ? stopped
        : liveness === 'unknown'
          ? fc.constant(null)
          : positions('recovered', 'interrupted'),
    lastView: lastViews,
    componentSize:
      liveness === 'down' || liveness === 'unknown'
        ? fc.constant(0)
        : fc.oneof(
            { weight: 4, arbitrary: fc.constant(runningNodes) },
            { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }) },
          ),
  });
}

const livenesses = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Liveness>('down') },
  { weight: 3, arbitrary: fc.constant<Liveness>('nonPrimary') },
  { weight: 1, arbitrary: fc.constantFrom<Liveness>('primary', 'unknown') },
);

const clusters: fc.Arbitrary<MemberKnowledge[]> = fc
  .subarray(names, { minLength: 1 })
  .chain((nodes) =>
    fc.tuple(fc.constant(nodes), fc.array(livenesses, { minLength: nodes.length, maxLength: nodes.length })),
  )
  .chain(([nodes, states]) => {
    const runs = states.filter((state) => state === 'primary' || state === 'nonPrimary').length;
    return fc.tuple(...nodes.map((node, index) => knowledge(node, states[index] ?? 'down', runs)));
  });

/** The same decision, with the nodes it names in one order. */
function inOrder(decision: Decision): Decision {
  return 'nodes' in decision ? { ...decision, nodes: [...decision.nodes].sort() } : decision;
}

function isHistory(position: Position | null | undefined): position is Position {
  return (
    position !== null &&
    position !== undefined &&
    ['grastate', 'recovered', 'unsettled'].includes(position.origin) &&
    position.uuid !== zeroUuid &&
    position.seqno >= 0
  );
}

const histories = (members: readonly MemberKnowledge[]): Position[] =>
  members.map(({ position }) => position).filter(isHistory);
const highest = (members: readonly MemberKnowledge[]): number =>
  Math.max(-1, ...histories(members).map(({ seqno }) => seqno));

type Kind = Decision['kind'];

/** Runs the check on every generated cluster of which the guard decides so. */
function whereItSays<K extends Kind>(
  kinds: readonly K[],
  check: (decision: Extract<Decision, { kind: K }>, members: readonly MemberKnowledge[]) => void,
): void {
  const isWanted = (decision: Decision): decision is Extract<Decision, { kind: K }> =>
    (kinds as readonly Kind[]).includes(decision.kind);
  let seen = 0;
  fc.assert(
    fc.property(clusters, (members) => {
      const decision = decideBootstrap(members);
      if (isWanted(decision)) {
        seen += 1;
        check(decision, members);
      }
    }),
    { numRuns: 3_000 },
  );
  assert(seen > 20, `only ${seen} of the generated clusters were decided so`);
}

const founding = ['bootstrap', 'reform'] as const;

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
    whereItSays(['bootstrap'], (_decision, members) => {
      assert(members.every(({ liveness }) => liveness === 'down'));
    });
  });

  it('founds nothing while a node serves, or may be serving', () => {
    whereItSays([...founding, 'stopFirst'], (_decision, members) => {
      assert(members.every(({ liveness }) => liveness !== 'primary' && liveness !== 'unknown'));
    });
  });

  it('founds nothing while any position is unreadable', () => {
    whereItSays([...founding, 'stopFirst'], (_decision, members) => {
      assert(members.every(({ position }) => position !== null));
    });
  });

  it('founds nothing beside two histories', () => {
    whereItSays([...founding, 'stopFirst'], (_decision, members) => {
      assert(new Set(histories(members).map(({ uuid }) => uuid)).size < 2);
    });
  });

  it('names one member, and one that holds the highest seqno there is', () => {
    whereItSays(founding, ({ node }, members) => {
      const [chosen, ...more] = members.filter((member) => member.node === node);
      assert(chosen !== undefined && more.length === 0);
      if (histories(members).length > 0) {
        assert(isHistory(chosen.position));
        assert.equal(chosen.position.seqno, highest(members));
      } else {
        assert(members.every(({ position }) => position?.origin === 'none'));
      }
    });
  });

  it('never names a node whose state transfer was interrupted', () => {
    whereItSays(founding, ({ node }, members) => {
      assert.notEqual(members.find((member) => member.node === node)?.position?.origin, 'interrupted');
    });
  });

  it('reforms only by a server that runs, where all that run see each other', () => {
    whereItSays(['reform'], ({ node }, members) => {
      const running = members.filter(({ liveness }) => liveness === 'nonPrimary');
      assert(running.some((member) => member.node === node));
      assert(running.every(({ componentSize }) => componentSize === running.length));
    });
  });

  it('stops servers first only where a node that is down holds more than any of them', () => {
    whereItSays(['stopFirst'], ({ nodes }, members) => {
      const running = members.filter(({ liveness }) => liveness === 'nonPrimary');
      assert.deepEqual([...nodes].sort(), running.map(({ node }) => node).sort());
      assert(highest(members.filter(({ liveness }) => liveness === 'down')) > highest(running));
    });
  });

  it('joins only where all Primary nodes serve one history, in one component', () => {
    whereItSays(['join'], (_decision, members) => {
      const served = members.filter(({ liveness }) => liveness === 'primary');
      assert.equal(new Set(served.map((member) => member.stateUuid)).size, 1);
      assert.equal(new Set(served.map(({ component }) => component)).size, 1);
    });
  });

  it('refuses only with the nodes it was told of', () => {
    whereItSays(['refuse'], ({ nodes }, members) => {
      const told = new Set(members.flatMap(({ node, lastView }) => [node, ...lastView]));
      assert(nodes.length > 0 && nodes.every((node) => told.has(node)));
    });
  });

  it('bootstraps g1 of any cluster that was never started', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(names.slice(1)), (others) => {
        assert.deepEqual(decideBootstrap([...others, 'g1'].map(untouched)), { kind: 'bootstrap', node: 'g1' });
      }),
    );
  });
});
