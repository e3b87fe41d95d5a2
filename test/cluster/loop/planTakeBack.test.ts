import assert from 'node:assert/strict';
import type { TakeBack } from '../../../src/cluster/loop/goal';
import { emptyMemory, type Memory } from '../../../src/cluster/loop/memory';
import { planTakeBack, whoLeaves } from '../../../src/cluster/loop/planTakeBack';
import type { NodeState, NodeView } from '../../../src/cluster/vocabulary/model';
import { clusterView, nodeView, wsrepStatus } from '../views';
import { bare, down, joining, nowMs, serving, short, silent, waiting, withoutQuorum, world } from './worlds';

const inPrimary: readonly NodeState[] = ['Synced', 'Donor', 'Desynced', 'Joined', 'Joiner'];
const nodes = (...states: NodeState[]): NodeView[] =>
  states.map((state, index) => {
    const wsrep = inPrimary.includes(state) ? wsrepStatus({ localState: 1 }) : null;
    return nodeView(`g${String(index + 1)}`, state, wsrep);
  });

describe('whoLeaves', () => {
  const leaving = (before: NodeView[], now: NodeView[]): string[] =>
    whoLeaves(clusterView(before), now).map((node) => node.name);

  it('is who runs and did not, new or not; those that ran before stay, whatever they do', () => {
    const now = nodes('Donor', 'Joiner', 'Starting', 'Starting');
    assert.deepEqual(leaving(nodes('Synced', 'Killed', 'Frozen'), now), ['g4', 'g2']);
  });

  it('is last who serves', () => {
    const before = nodes('Idle', 'Idle', 'Idle');
    assert.deepEqual(leaving(before, nodes('Donor', 'Starting', 'Joiner')), ['g3', 'g2', 'g1']);
    assert.deepEqual(leaving(before, nodes('Joiner', 'Synced', 'Donor')), ['g1', 'g3', 'g2']);
  });

  it('is nobody where nothing was started', () => {
    assert.deepEqual(leaving(nodes('Synced', 'Idle'), nodes('Synced', 'Killed')), []);
  });
});

describe('planTakeBack', () => {
  const allServed = clusterView(serving('g1').map(({ view }) => view));
  const goal: TakeBack = {
    kind: 'takeBack',
    before: allServed,
    wasCancelled: true,
    givenUp: [],
    dataOf: undefined,
    foundIn: undefined,
    takenUp: undefined,
    started: ['g2'],
    stopped: [],
  };
  const plan = (
    seen: Parameters<typeof world>,
    memory: Partial<Memory> = {},
    changes: Partial<TakeBack> = {},
  ): string => short(planTakeBack({ ...goal, ...changes }, world(...seen), { ...emptyMemory([]), ...memory }));
  const told = { since: new Map([['left g2', nowMs]]) };

  it('has nothing to do where all is as before', () => {
    assert.equal(plan(serving('g1')), 'reached');
  });

  it('tells one to leave that joins; killed while it is counted, it would cost the others their quorum', () => {
    assert.equal(plan([...serving('g1'), joining('g2')]), 'act tellToLeave g2');
  });

  it('waits while the others count it, and then stops what hangs', () => {
    const [g1] = serving('g1', 'g2');
    assert.ok(g1);
    assert.equal(plan([g1, joining('g2')], told), 'wait for g2 to leave');
    assert.equal(plan([...serving('g1'), joining('g2')], told), 'act stop g2');
  });

  it('leaves one alone for a while that prepares or recovers its data', () => {
    assert.equal(plan([...serving('g1'), silent('g2')]), 'wait for g2 to recover its data');
    const late = { since: new Map([['recovers g2', nowMs - 11_000]]) };
    assert.equal(plan([...serving('g1'), silent('g2')], late), 'act tellToLeave g2', 'a new one is to go');
    const before = clusterView([...serving('g1'), down('g2')].map(({ view }) => view));
    assert.equal(plan([...serving('g1'), silent('g2')], late, { before }), 'act');
  });

  it('makes those Primary again that lost their quorum with one that was killed instead', () => {
    const memory = { ...told, done: new Set(['g2']) };
    assert.equal(plan([...withoutQuorum('g1'), down('g2')], memory), 'act reform g1');
    assert.equal(plan([...withoutQuorum('g1'), down('g2')]), 'act reform g1', 'also where it ended by itself');
  });

  it('makes nobody Primary that served in a component of which some were missing: they may have gone on without it', () => {
    const [stale] = serving('g1', 'g2', 'g3');
    assert.ok(stale);
    const changes = { before: clusterView([stale.view, down('g2').view, down('g3').view]) };
    assert.equal(plan([...withoutQuorum('g1'), down('g2'), down('g3')], {}, changes), 'reached');
  });

  it('makes nobody Primary where nothing was started: it was something else that cost them their quorum', () => {
    assert.equal(plan(withoutQuorum('g1'), {}, { started: [] }), 'reached');
  });

  it('waits for nothing where somebody has ended one of those that served', () => {
    assert.equal(plan([down('g1'), down('g2')]), 'reached');
  });

  it('takes none that was frozen for one that serves: it believes in a component that is no more', () => {
    const [, g2] = serving('g1', 'g2');
    assert.ok(g2);
    assert.notEqual(plan([...withoutQuorum('g1'), g2]).split(':')[0], 'refuse stateUnfit');
  });

  it('refuses where those that came serve without those that were there', () => {
    assert.match(plan([down('g1'), ...serving('g2')]), /^refuse stateUnfit: g2 serve now, and g1 no longer/);
  });

  it('lets what was given up count again, and those run again that were stopped for it', () => {
    const changes = { givenUp: ['g2'], stopped: ['g2'] };
    assert.equal(plan([...serving('g1'), down('g2')], {}, changes), 'act takeUp g2');
    const memory = { done: new Set(['take up g2']) };
    assert.equal(plan([...serving('g1'), down('g2')], memory, changes), 'act boot g2');
  });

  it('gives up again what had been given up before, first of all: its place is taken', () => {
    const before = clusterView(nodes('Idle', 'Idle', 'Starting'));
    const changes = { givenUp: ['g2'], takenUp: 'g3', dataOf: 'g3', foundIn: 'c-g3 1', before };
    const marked = new Set(['mark again']);
    assert.equal(plan([down('g1'), down('g2'), waiting('g3')], {}, changes), 'act stop g3');
    assert.equal(plan([down('g1'), down('g2'), down('g3')], {}, changes), 'act giveUp g3');
    assert.equal(plan([down('g1'), down('g2'), down('g3')], { done: marked }, changes), 'act takeUp g2');
    const done = new Set([...marked, 'take up g2']);
    assert.equal(plan([down('g1'), down('g2'), down('g3')], { done }, changes), 'act boot g3');
  });

  it("doesn't where the user's choice has founded: what they hold is another history's, though it is called the same", () => {
    const before = clusterView(nodes('Idle', 'Idle'));
    const changes = { givenUp: ['g2'], stopped: ['g2'], dataOf: 'g3', foundIn: 'c-g3 1', before };
    const hasFounded = { ...down('g3'), hasFounded: true };
    assert.equal(plan([down('g1'), down('g2'), hasFounded], {}, changes), 'reached');
    const isGone = 'it has run anew since, or its container is gone: it may have';
    assert.equal(plan([down('g1'), down('g2'), bare('g3')], {}, changes), 'reached', isGone);
    assert.equal(plan([down('g1'), down('g2'), down('g3', { run: 'c-g3 2' })], {}, changes), 'reached', isGone);
    const wasUp = { ...changes, before: clusterView(nodes('Idle', 'Idle', 'Starting')) };
    assert.equal(plan([down('g1'), down('g2'), waiting('g3')], {}, wasUp), 'act stop g3', 'it is about to');
    assert.equal(plan([down('g1'), down('g2'), down('g3')], {}, changes), 'act takeUp g2');
    const done = new Set(['take up g2']);
    assert.equal(plan([down('g1'), down('g2'), down('g3')], { done }, wasUp), 'act boot g2, boot g3');
  });

  it("lets new ones that serve stay where it failed and wasn't cancelled, if they were members before", () => {
    const before = clusterView([...serving('g1'), down('g2')].map(({ view }) => view));
    assert.equal(plan(serving('g1', 'g2'), {}, { before, wasCancelled: false }), 'reached');
    assert.equal(plan(serving('g1', 'g2'), {}, { before }), 'act stop g2');
  });

  it('leaves those alone that wait, and were there before', () => {
    const before = clusterView([waiting('g1').view]);
    assert.equal(plan([waiting('g1')], {}, { before }), 'reached');
  });
});
