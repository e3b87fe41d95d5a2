import assert from 'node:assert/strict';
import type { Part } from '../../../src/cluster/loop/goal';
import { emptyMemory, type Leaving, type Memory } from '../../../src/cluster/loop/memory';
import { planPart, servesWithout, stoppedForNothing } from '../../../src/cluster/loop/planPart';
import type { NodeState, WsrepStatus } from '../../../src/cluster/vocabulary/model';
import { nodeView, wsrepStatus } from '../views';
import { as, down, frozen, nowMs, serving, short, withoutQuorum, world } from './worlds';

const left = '172.20.0.13';
const withoutIt = ['172.20.0.11:3306', '172.20.0.12:3306'];
const all = [...withoutIt, `${left}:3306`];
const wasIn: Leaving = {
  atMs: nowMs,
  wasRunning: true,
  isPrimary: true,
  clusterConfId: 3,
  clusterSize: 3,
  incomingAddresses: all,
};
const wasDown: Leaving = { ...wasIn, wasRunning: false, isPrimary: false, clusterConfId: 0, incomingAddresses: [] };

/** g1 now, and g3 as it was: by default it was in the third component, and g1 is in the fourth. */
function judged(now: Partial<WsrepStatus> = {}, before: Leaving = wasIn, state: NodeState = 'Synced'): boolean {
  const status = wsrepStatus({ clusterConfId: 4, clusterSize: 2, incomingAddresses: withoutIt, ...now });
  const { clusterConfId } = status;
  const g2 = wsrepStatus({ clusterConfId, clusterSize: 2, incomingAddresses: withoutIt });
  const [seen] = serving('g1').map((sight) => ({ ...sight, view: nodeView('g1', state, status) }));
  assert.ok(seen);
  return servesWithout(seen, [seen.view, nodeView('g2', 'Synced', g2)], down('g3'), before);
}

describe('servesWithout', () => {
  const rows: [what: string, holds: boolean, judged: boolean][] = [
    ['one that is Synced in a later component without the node that left', true, judged()],
    ['one beside a node that was down, or served nobody', true, judged({ clusterConfId: 2 }, wasDown)],
    [
      'one beside a node that served apart, whatever that counted: its leaving changes nothing here',
      true,
      judged({ clusterConfId: 2 }, { ...wasIn, clusterSize: 1, incomingAddresses: [`${left}:3306`] }),
    ],
    [
      'one whose list of members lacks some, and so may lack the node that left',
      false,
      judged({ incomingAddresses: withoutIt.slice(0, 1) }),
    ],
    [
      'one beside a node whose list lacked some, in a component that is no later one',
      false,
      judged({ clusterConfId: 3 }, { ...wasIn, incomingAddresses: [`${left}:3306`] }),
    ],
    ['one that counts the node that left', false, judged({ incomingAddresses: all })],
    [
      'one that counts another whose address begins alike',
      true,
      judged({ clusterSize: 2, incomingAddresses: ['172.20.0.11:3306', `${left}1:3306`] }, wasDown),
    ],
    [
      'one that was frozen before the node that left came, and believes in what it was in then',
      false,
      judged({ clusterConfId: 2 }),
    ],
    ["one that believes in a component of which others don't speak", false, judged({ clusterSize: 3 }, wasDown)],
    ['one that has lost its quorum', false, judged({ clusterStatus: 'non-Primary' }, wasIn, 'Non-Primary')],
    ['one that is cut off', false, judged({}, wasIn, 'Isolated')],
    ['one that only donates', false, judged({}, wasIn, 'Donor')],
  ];
  for (const [what, holds, seen] of rows) {
    it(`${holds ? 'holds' : "doesn't hold"} for ${what}`, () => assert.equal(seen, holds));
  }
});

describe('planPart', () => {
  const goal: Part = { kind: 'part', going: ['g3'], staying: ['g1', 'g2'], then: 'gone' };
  const stopped = { leaving: new Map([['g3', wasIn]]), done: new Set(['stop g3', 'left g3']) };
  const later = serving('g1', 'g2').map((sight) => ({
    ...sight,
    view: { ...sight.view, wsrep: wsrepStatus({ clusterConfId: 4, clusterSize: 2, incomingAddresses: withoutIt }) },
  }));
  const three = serving('g1', 'g2', 'g3');
  const plan = (nodes: Parameters<typeof world>, memory: Partial<Memory> = {}, then: Part['then'] = 'gone'): string =>
    short(planPart({ ...goal, then }, world(...nodes), { ...emptyMemory([]), ...memory }));

  it('lets it leave in good order first; a frozen one goes on for that', () => {
    assert.equal(plan(three), 'act stop g3');
    assert.equal(plan([...later, frozen('g3')]), 'act unfreeze g3');
  });

  it('lets one that is a donor fill the other first, which would be lost with it, and the quorum perhaps', () => {
    const donor = three.map((sight) => (sight.node === 'g3' ? as('Donor', sight) : sight));
    assert.equal(plan(donor), 'wait for g3 to have filled another');
    assert.equal(plan([...later, as('Donor', down('g3'))], stopped), 'act remove g3');
  });

  it('waits until another serves without it', () => {
    assert.equal(plan([...three.slice(0, 2), down('g3')], stopped), 'wait for g1, g2 to serve without g3');
  });

  it('removes it only then, or marks what it holds', () => {
    assert.equal(plan([...later, down('g3')], stopped), 'act remove g3');
    assert.equal(plan([...later, down('g3')], stopped, 'givenUp'), 'act giveUp g3');
  });

  it('lets it come back where nobody serves without it, and says so', () => {
    const atMs = nowMs - 31_000;
    const waited = { ...stopped, leaving: new Map([['g3', { ...wasIn, atMs }]]) };
    const lost = withoutQuorum('g1', 'g2');
    assert.equal(plan([...lost, down('g3')], waited), 'act boot g3');
    const back = { ...waited, done: new Set([...stopped.done, 'back g3']) };
    const said = plan([...lost, down('g3')], back);
    assert.equal(said, 'refuse stateUnfit: g3 was not removed: without it neither g1 nor g2 serves.');
  });

  it('leaves one stopped that served apart from the others: it would join them with what they never had', () => {
    const before = { ...wasIn, atMs: nowMs - 31_000, incomingAddresses: [`${left}:3306`] };
    const waited = { ...stopped, leaving: new Map([['g3', before]]) };
    assert.match(plan([...withoutQuorum('g1', 'g2'), down('g3')], waited), /^refuse stateUnfit/);
  });

  it('stops one again that somebody has started once it was given up', () => {
    const given = { ...stopped, givenUp: ['g3'], done: new Set([...stopped.done, 'dealt with g3']) };
    assert.equal(plan([...later, as('Starting', down('g3', { isRunning: true }))], given, 'givenUp'), 'act takeUp g3');
    assert.equal(plan([...later, down('g3')], given, 'givenUp'), 'act');
  });

  it('stops one again that somebody has started before it was removed, or just then: it may be the last that has it all', () => {
    const up = as('Starting', down('g3', { isRunning: true }));
    const { remember } = planPart(goal, world(...later, up), { ...emptyMemory([]), ...stopped });
    assert.deepEqual([...(remember?.done ?? [])], []);
    assert.deepEqual([...(remember?.leaving ?? [])], []);
    const removed = { ...emptyMemory([]), ...stopped, done: new Set([...stopped.done, 'dealt with g3']) };
    assert.deepEqual([...(planPart(goal, world(...later, up), removed).remember?.done ?? [])], []);
  });

  it("leaves one given up that was before, by somebody's choice of another, whatever becomes of this", () => {
    const marked = { ...down('g3'), isGivenUp: true };
    const nodes = world(...later, marked);
    const verdict = planPart({ ...goal, then: 'givenUp' }, nodes, { ...emptyMemory([]), ...stopped });
    assert.deepEqual(verdict.remember?.givenUp, []);
    const again = { ...stopped, done: new Set([...stopped.done, 'dealt with g3']) };
    assert.equal(plan([...later, as('Starting', down('g3', { isRunning: true }))], again, 'givenUp'), 'act');
  });

  it('is reached once all have gone', () => {
    assert.equal(plan(later, { done: new Set(['g3']) }), 'reached');
  });

  it('has those come back that were stopped, where it is cut short', () => {
    const nodes = world(...three.slice(0, 2), down('g3'));
    assert.deepEqual(stoppedForNothing(goal, nodes, { ...emptyMemory([]), ...stopped }), ['g3']);
    assert.deepEqual(stoppedForNothing(goal, nodes, { ...emptyMemory([]), ...stopped, done: new Set(['g3']) }), []);
  });
});
