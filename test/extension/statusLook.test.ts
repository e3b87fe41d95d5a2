import assert from 'node:assert/strict';
import type { ClusterView } from '../../src/cluster/vocabulary/model';
import { lostLook, staleLook, statusLook } from '../../src/extension/presentation/statusLook';
import { cluster, english, healthy, node } from './views';

function look(...clusters: ClusterView[]): { text: string | undefined; background: string | undefined } {
  const { text, background } = statusLook(clusters, 'shop', english) ?? {};
  return { text, background };
}

describe('statusLook', () => {
  it('is nothing without a cluster', () => {
    assert.equal(statusLook([], 'shop', english), undefined);
  });

  it('is plain when all is well', () => {
    assert.deepEqual(look(healthy), { text: '$(database) 3/3 Synced', background: undefined });
  });

  it('turns while nodes are on their way, without alarm', () => {
    const spinning = { text: '$(sync~spin) 1/2 Synced', background: undefined };
    assert.deepEqual(look(cluster('demo', 'degraded', [node(1, 'Synced'), node(2, 'Joiner')])), spinning);
    assert.deepEqual(look(cluster('demo', 'starting', [node(1, 'Starting'), node(2, 'Idle')])), {
      ...spinning,
      text: '$(sync~spin) 0/2 Synced',
    });
  });

  it('warns of a node in trouble, also while another is on its way', () => {
    const nodes = [node(1, 'Synced'), node(2, 'Joiner'), node(3, 'Killed')];
    assert.deepEqual(look(cluster('demo', 'degraded', nodes)), {
      text: '$(warning) 1/3 Synced',
      background: 'warning',
    });
  });

  it("doesn't warn of a node that was stopped in good order", () => {
    const nodes = [node(1, 'Synced'), node(2, 'Idle')];
    assert.deepEqual(look(cluster('demo', 'degraded', nodes)), {
      text: '$(database) 1/2 Synced',
      background: undefined,
    });
  });

  it('is an error where nothing serves that should, or too much does', () => {
    const nodes = [node(1, 'Non-Primary'), node(2, 'Killed')];
    assert.deepEqual(look(cluster('demo', 'non-primary', nodes)), {
      text: '$(warning) No quorum',
      background: 'error',
    });
    assert.deepEqual(look(cluster('demo', 'split', nodes)), { text: '$(split-horizontal) Split', background: 'error' });
    assert.deepEqual(look(cluster('demo', 'down', nodes)), { text: '$(error) Down', background: 'error' });
  });

  it('counts the nodes of all clusters that run, and leaves out the stopped', () => {
    const stopped = cluster('old', 'stopped', [node(1, 'Idle')]);
    assert.deepEqual(look(healthy, { ...healthy, name: 'other' }, stopped).text, '$(database) 6/6 Synced');
    assert.deepEqual(look(stopped), { text: '$(database) Stopped', background: undefined });
  });

  it('speaks for the worst of several clusters', () => {
    const down = cluster('old', 'down', [node(1, 'Killed')]);
    assert.deepEqual(look(healthy, down), { text: '$(error) Down', background: 'error' });
  });

  it("speaks for this workspace's cluster where there is one, and lists it first", () => {
    const shop = cluster('shop', 'stopped', [node(1, 'Idle')]);
    const down = cluster('old', 'down', [node(1, 'Killed')]);
    assert.deepEqual(look(down, shop), { text: '$(database) Stopped', background: undefined });
    assert.match(statusLook([down, shop], 'shop', english)?.tooltip ?? '', /^\*\*shop\*\*[^]*\*\*old\*\*/);
  });

  it('lists every node on hover and reads as a sentence', () => {
    const { tooltip, accessibilityLabel } = statusLook([healthy], 'shop', english) ?? {};
    assert.match(tooltip ?? '', /\*\*demo\*\*[^]*g1 · Synced[^]*g2 · Synced[^]*g3 · Synced · port 33063/);
    assert.equal(accessibilityLabel, 'Galera: healthy, 3 of 3 nodes Synced');
  });

  it('says so when Docker went away', () => {
    assert.deepEqual(lostLook("Docker doesn't answer.", english), {
      text: '$(debug-disconnect) No Docker',
      background: 'warning',
      tooltip: "Docker doesn't answer\\.",
      accessibilityLabel: "Galera: Docker doesn't answer.",
    });
  });
});

describe('staleLook', () => {
  it('says what it said last, since when that is not known any more, and warns', () => {
    const fresh = statusLook([healthy], 'shop', english);
    assert.ok(fresh);
    const { text, background, tooltip, accessibilityLabel } = staleLook(
      fresh,
      new Date(2026, 10, 26, 9, 5, 7),
      english,
    );
    assert.deepEqual({ text, background }, { text: '$(history) 3/3 Synced as of 09:05:07', background: 'warning' });
    assert.match(tooltip, /^Not read since 09:05:07/);
    assert.match(accessibilityLabel, /as of 09:05:07$/);
  });
});
