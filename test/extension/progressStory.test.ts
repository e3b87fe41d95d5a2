import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NodeStep, Progress } from '../../src/cluster/vocabulary/progress';
import { progressStory } from '../../src/extension/presentation/progressStory';
import { english } from './views';

const step = (node: string, name: NodeStep): Progress => ({ kind: 'node', node, step: name });

describe('progressStory', () => {
  it('groups the nodes by step, the furthest first', () => {
    const tell = progressStory(3, english);
    for (const node of ['g3', 'g2', 'g1']) {
      tell(step(node, 'prepare'));
    }
    tell(step('g1', 'bootstrap'));
    tell(step('g1', 'synced'));
    tell(step('g2', 'join'));
    assert.equal(tell(step('g3', 'join')).message, 'g1 Synced · g2, g3 joining');
  });

  it('shows how far a node is filled, and counts it', () => {
    const tell = progressStory(2, english);
    tell(step('g1', 'synced'));
    tell(step('g2', 'join'));
    const transfer = { donor: 'g1', method: 'mysqldump', percent: 80, secondsLeft: 12 } as const;
    const { message, percent } = tell({ kind: 'transfer', node: 'g2', transfer });
    assert.equal(message, 'g1 Synced · g2 ← g1 · 80 % · 12 s left');
    assert.equal(Math.round(percent), 86);
    assert.deepEqual(tell(step('g2', 'synced')), { message: 'g1, g2 Synced', percent: 100 });
  });

  it('ends at 100 percent when every node is Synced', () => {
    const tell = progressStory(2, english);
    tell(step('g1', 'synced'));
    assert.deepEqual(tell(step('g2', 'synced')), { message: 'g1, g2 Synced', percent: 100 });
  });

  it('tells the pull in whole percent and leaves half of the bar to the nodes', () => {
    const tell = progressStory(1, english);
    assert.deepEqual(
      tell({ kind: 'image', image: 'mariadb:11.8', percent: 41.7 }).message,
      'Pulling mariadb:11.8: 41 %',
    );
    assert.equal(tell({ kind: 'image', image: 'mariadb:11.8', percent: 100 }).percent, 50);
    assert.equal(tell(step('g1', 'synced')).percent, 100);
  });

  it('says who holds the lock and since when', () => {
    const since = new Date(2026, 0, 2, 14, 5, 6);
    const { message } = progressStory(3, english)({ kind: 'waitingForLock', holder: 'VS Code (pid 7)', since });
    assert.equal(message, `Waiting for VS Code (pid 7), at work on it since ${since.toLocaleTimeString()}`);
  });

  it('never goes back and never passes 100, whatever is reported', () => {
    const nodes = fc.constantFrom('g1', 'g2', 'g3', 'g4');
    const steps = fc.constantFrom<NodeStep>(
      'create',
      'prepare',
      'bootstrap',
      'join',
      'synced',
      'stop',
      'stopped',
      'remove',
    );
    const event = fc.oneof(
      fc.record({ kind: fc.constant('node' as const), node: nodes, step: steps }),
      fc.record({
        kind: fc.constant('image' as const),
        image: fc.constant('i'),
        percent: fc.integer({ min: 0, max: 100 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const tell = progressStory(3, english);
        const percents = events.map((one) => tell(one).percent);
        return percents.every((percent, index) => percent >= (percents[index - 1] ?? 0) && percent <= 100);
      }),
    );
  });
});
