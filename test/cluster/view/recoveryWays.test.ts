import assert from 'node:assert/strict';
import { decideBootstrap, type MemberKnowledge } from '../../../src/cluster/guard/decide';
import { recoveryWay } from '../../../src/cluster/view/recoveryWays';
import { held, membersDown, nothing } from './members';

/** The way in short: its kind, or what is given up for each that can be chosen, and what else is lost. */
function way(members: readonly MemberKnowledge[]): unknown {
  const found = recoveryWay(members, decideBootstrap(members));
  if (found.kind !== 'choose') {
    return found.kind;
  }
  const names = (those: readonly MemberKnowledge[]): string[] => those.map(({ node }) => node);
  return {
    choices: Object.fromEntries(found.choices.map(({ member, givesUp }) => [member.node, names(givesUp)])),
    unfit: names(found.unfit),
    missing: found.missing,
  };
}

describe('recoveryWay', () => {
  it('is a start where the guard says who bootstraps', () => {
    assert.equal(way(membersDown(held('a', 7), held('a', 7), held('a', 5))), 'start');
  });

  it('is a stop while servers run, one of which may serve', () => {
    const [g1, g2] = membersDown(held('a', 7), held('b', 3));
    assert(g1 && g2);
    assert.equal(way([g1, { ...g2, liveness: 'unknown' }]), 'stop');
    const apart = [g1, g2].map((member): MemberKnowledge => ({
      ...member,
      liveness: 'primary',
      component: member.node,
    }));
    assert.equal(way(apart), 'stop');
  });

  it('is a new start where nobody holds a complete state', () => {
    assert.equal(way(membersDown(held('a', -1, 'interrupted'), held('a', -1, 'interrupted'))), 'startAnew');
    assert.equal(way(membersDown(null, held('a', 8, 'contradictory'))), 'startAnew');
  });

  it('gives up every state of another history', () => {
    assert.deepEqual(way(membersDown(held('a', 7), held('b', 3, 'grastate'), held('a', 7))), {
      choices: { g1: ['g2'], g2: ['g1', 'g3'], g3: ['g2'] },
      unfit: [],
      missing: [],
    });
  });

  it('gives up what fresher ones hold for a stale one, and what only a missing one held for any', () => {
    assert.deepEqual(way(membersDown(held('a', 5), held('a', 9))), {
      choices: { g1: ['g2'], g2: [] },
      unfit: [],
      missing: ['g3'],
    });
  });

  it('can choose one that was killed in the middle of DDL', () => {
    assert.deepEqual(way(membersDown(held('a', 9, 'unsettled'), held('a', 5, 'grastate'))), {
      choices: { g1: [], g2: ['g1'] },
      unfit: [],
      missing: ['g3'],
    });
  });

  it("can't choose one without a complete state, and counts as lost what nobody can read", () => {
    const members = membersDown(
      nothing,
      held('a', -1, 'interrupted'),
      null,
      held('a', 4),
      held('a', 8, 'contradictory'),
      held('b', -1, 'interrupted'),
    );
    assert.deepEqual(way(members), {
      choices: { g4: ['g3', 'g5'] },
      unfit: ['g1', 'g2', 'g3', 'g5', 'g6'],
      missing: [],
    });
  });
});
