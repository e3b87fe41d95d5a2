import assert from 'node:assert/strict';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';
import { serve } from '../../../src/cluster/loop/goals';
import { emptyMemory } from '../../../src/cluster/loop/memory';
import { heldBack, operate } from '../../../src/cluster/loop/operate';
import { clusterView } from '../views';
import { down, joining, serving, withoutQuorum, world } from './worlds';

describe('heldBack', () => {
  const before = clusterView(serving('g1').map(({ view }) => view));
  const booted = { ...emptyMemory([]), boots: new Map([['g2', 1]]) };

  it('is nobody where those that were there serve without the new ones', () => {
    assert.deepEqual(heldBack(before, booted, world(...serving('g1'), down('g2'))), []);
  });

  it('has the new ones that were started where nobody serves without them: they may hold what came last', () => {
    assert.deepEqual(heldBack(before, booted, world(...withoutQuorum('g1'), down('g2'))), ['g2']);
  });

  it('has those too that somebody else has started meanwhile, and none that never ran', () => {
    const nodes = world(down('g1'), down('g2'), down('g3', { hasRun: false }));
    assert.deepEqual(heldBack(before, emptyMemory([]), nodes), ['g2']);
  });
});

describe('operate', () => {
  const before = clusterView([...serving('g1'), down('g2')].map(({ view }) => view));

  /** A start that is cancelled while g2 joins, and how often the lock is found to be its own after that. */
  async function cancelled(locked: number): Promise<{ readonly did: readonly string[]; readonly isUnmade: boolean }> {
    const did: string[] = [];
    let left = locked;
    let isUnmade = false;
    const controller = new AbortController();
    let g2 = down('g2');
    const hands = {
      observe: () => Promise.resolve(world(...serving('g1'), g2)),
      act: (step: { readonly do: string }) => {
        did.push(step.do);
        if (step.do === 'boot') {
          g2 = joining('g2');
          controller.abort();
        } else if (step.do === 'stop') {
          g2 = down('g2');
        }
        return Promise.resolve();
      },
      untilNews: () => Promise.resolve(),
      explain: () => Promise.reject(new Error('nothing has ended')),
      lastWords: () => Promise.resolve([]),
    };
    const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const clock = { nowMs: () => 0 };
    const goal = serve({ cluster: 'demo', members: ['g1', 'g2'] });
    const operation = operate(goal, {
      hands,
      clock,
      signal: controller.signal,
      onProgress: () => undefined,
      log: quiet,
      untilDone: { hands, signal: new AbortController().signal },
      before,
      unmake: () => {
        isUnmade = true;
        return Promise.resolve();
      },
      isStillLocked: () => {
        left -= 1;
        return Promise.resolve(left >= 0);
      },
    });
    await assert.rejects(operation, (error) => GaleraError.is(error, 'aborted'));
    return { did: did.slice(did.indexOf('boot') + 1), isUnmade };
  }

  it("takes nothing back where the lock is somebody else's", async () => {
    assert.deepEqual(await cancelled(0), { did: [], isUnmade: false });
  });

  it('goes on with nothing once it is lost in the middle of that', async () => {
    assert.deepEqual(await cancelled(2), { did: ['tellToLeave'], isUnmade: false });
  });

  it('takes all back, and unmakes what was made, where it is held', async () => {
    assert.deepEqual(await cancelled(9), { did: ['tellToLeave', 'stop'], isUnmade: true });
  });
});
