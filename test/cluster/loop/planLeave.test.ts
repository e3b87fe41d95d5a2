import assert from 'node:assert/strict';
import { emptyMemory, type Memory } from '../../../src/cluster/loop/memory';
import { planInflict, planLeave, whoLeavesLast } from '../../../src/cluster/loop/planLeave';
import type { NodeState } from '../../../src/cluster/vocabulary/model';
import { nodeView } from '../views';
import { down, frozen, serving, short, silent, world } from './worlds';

describe('whoLeavesLast', () => {
  const last = (...states: NodeState[]): string | undefined =>
    whoLeavesLast(states.map((state, index) => nodeView(`g${String(index + 1)}`, state)));

  it('is one in service: it holds what all held, and knows that it left last', () => {
    assert.equal(last('Joiner', 'Synced', 'Synced'), 'g2');
    assert.equal(last('Joiner', 'Donor', 'Desynced'), 'g2');
    assert.equal(last('Starting', 'Desynced'), 'g2');
  });

  it('is nobody where nobody is', () => {
    assert.equal(last('Starting', 'Non-Primary'), undefined);
  });
});

describe('planLeave', () => {
  const goal = { kind: 'leave', nodes: ['g1', 'g2', 'g3'] } as const;
  const plan = (nodes: Parameters<typeof world>, memory: Partial<Memory> = {}): string =>
    short(planLeave(goal, world(...nodes), { ...emptyMemory([]), ...memory }));

  it('stops all others first', () => {
    assert.equal(plan([...serving('g1'), silent('g2'), silent('g3')]), 'act stop g2, stop g3');
  });

  it('then the one in service', () => {
    assert.equal(plan([...serving('g1'), down('g2'), down('g3')]), 'act stop g1');
  });

  it("lets frozen ones go on: they can't leave otherwise", () => {
    assert.equal(plan([...serving('g1'), frozen('g2')]), 'act unfreeze g2');
  });

  it('is reached once all are down, or have been told', () => {
    assert.equal(plan([down('g1'), down('g2')]), 'reached');
    assert.equal(plan([silent('g1')], { done: new Set(['g1']) }), 'reached');
  });
});

describe('planInflict', () => {
  const goal = { kind: 'inflict', nodes: ['g1', 'g2'], fault: 'kill' } as const;

  it('does it once, to all that run', () => {
    assert.equal(short(planInflict(goal, world(...serving('g1'), down('g2')), emptyMemory([]))), 'act kill g1');
    const memory = { ...emptyMemory([]), done: new Set(['g1']) };
    assert.equal(short(planInflict(goal, world(...serving('g1'), down('g2')), memory)), 'reached');
  });
});
