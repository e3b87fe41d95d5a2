import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type ComponentSample, PrimaryWatch } from './primaryWatch';

function look(
  node: string,
  at: number,
  members: readonly string[],
  more: Partial<ComponentSample> = {},
): ComponentSample {
  return { node, askedAt: at, answeredAt: at + 5, serving: true, stateUuid: 'one', confId: 3, members, ...more };
}

function watched(...samples: ComponentSample[]): PrimaryWatch {
  const watch = new PrimaryWatch();
  samples.forEach((sample) => watch.add(sample));
  return watch;
}

describe('the watch for two Primary components', () => {
  it('sees two that are apart at the same moment', () => {
    const watch = watched(look('g1', 0, ['g1']), look('g2', 100, ['g2', 'g3']), look('g1', 300, ['g1']));
    assert.equal(watch.doubles.length, 1);
  });

  it('sees nothing wrong in one component', () => {
    const all = ['g1', 'g2', 'g3'];
    const watch = watched(...[0, 300, 600].flatMap((at) => all.map((node, index) => look(node, at + index * 10, all))));
    assert.deepEqual([watch.doubles, watch.stale], [[], []]);
    assert.equal(watch.samples, 9);
  });

  it("sees nothing wrong where one that was filled until now has the others' list from before", () => {
    const all = ['g1', 'g2', 'g3', 'g4'];
    const watch = watched(
      look('g3', 0, all),
      look('g2', 100, ['g1', 'g2', 'g4']),
      look('g3', 300, all),
      look('g2', 400, ['g1', 'g2', 'g4']),
    );
    assert.deepEqual([watch.doubles, watch.stale], [[], []]);
  });

  it('takes one after the other for what it is', () => {
    const watch = watched(look('g1', 0, ['g1']), look('g2', 100, ['g2']), look('g2', 400, ['g2']));
    assert.deepEqual(watch.doubles, []);
  });

  it('takes no node for Primary that lost its quorum or changed its view in between', () => {
    const other = look('g2', 100, ['g2']);
    assert.deepEqual(
      watched(look('g1', 0, ['g1'], { serving: false }), other, look('g1', 300, ['g1'], { serving: false })).doubles,
      [],
    );
    assert.deepEqual(watched(look('g1', 0, ['g1']), other, look('g1', 300, ['g1'], { confId: 4 })).doubles, []);
  });

  it('calls it a stale view where a node still counts itself among those who left it behind', () => {
    const watch = watched(
      look('g1', 0, ['g1', 'g2'], { confId: 4 }),
      look('g3', 100, ['g1', 'g2', 'g3']),
      look('g1', 300, ['g1', 'g2'], { confId: 4 }),
      look('g3', 400, ['g1', 'g2', 'g3']),
      look('g1', 600, ['g1', 'g2'], { confId: 4 }),
    );
    assert.deepEqual(watch.doubles, []);
    assert.deepEqual(
      watch.stale.map(({ node }) => node),
      ['g3'],
    );
    assert.ok((watch.stale[0]?.until ?? 0) >= 400);
  });

  it('calls it a stale view too where the one it is held against came later, and the rest of its component went on', () => {
    const old = ['g1', 'g2', 'g4'];
    const watch = watched(
      look('g2', 50, ['g2', 'g3', 'g4'], { confId: 5 }),
      look('g1', 60, old),
      look('g3', 100, ['g2', 'g3', 'g4'], { confId: 5 }),
      look('g1', 300, old),
    );
    assert.deepEqual(watch.doubles, []);
    assert.deepEqual(
      watch.stale.map(({ node }) => node),
      ['g1'],
    );
  });

  it('sees two components of several that are apart, whichever formed later', () => {
    const watch = watched(
      look('g2', 50, ['g1', 'g2']),
      look('g1', 60, ['g1', 'g2']),
      look('g3', 100, ['g3', 'g4'], { confId: 5 }),
      look('g1', 300, ['g1', 'g2']),
    );
    assert.equal(watch.doubles.length, 1);
  });

  it('collects the state UUIDs of nodes that served', () => {
    const watch = watched(
      look('g1', 0, ['g1']),
      look('g2', 10, ['g2'], { stateUuid: 'two', serving: false }),
      look('g1', 300, ['g1'], { stateUuid: 'three' }),
    );
    assert.deepEqual([...watch.stateUuids], ['one', 'three']);
  });
});
