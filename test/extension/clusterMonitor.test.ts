import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { Access } from '../../src/cluster/docker/access';
import { GaleraError } from '../../src/cluster/vocabulary/errors';
import type { watchClusters } from '../../src/cluster/view/watchClusters';
import { ClusterMonitor } from '../../src/extension/clusterMonitor';
import { type MonitorState, readIntervalMs, retryDelayMs, viewStateOf } from '../../src/extension/monitorState';
import { cluster, healthy, node } from './views';

type Watch = Parameters<typeof watchClusters>[1];

/** A monitor whose watch is ours to drive: what it reports and how it ends. */
function monitored(): {
  monitor: ClusterMonitor;
  events: EventEmitter;
  states: MonitorState[];
  lines: string[];
  run: () => Promise<void>;
  nextWatch: () => Promise<Watch>;
  shown: { value: boolean };
} {
  const events = new EventEmitter();
  const states: MonitorState[] = [];
  const lines: string[] = [];
  const shown = { value: true };
  const monitor = new ClusterMonitor({
    connect: () => Promise.resolve({} as Access),
    disconnect: () => events.emit('disconnect'),
    watch: async (_engine, watch) => {
      events.emit('watch', watch);
      await once(watch.signal, 'abort');
    },
    readIntervalMs: (state) => readIntervalMs(state, shown.value, 5),
    onState: (state) => states.push(state),
    log: {
      debug: () => undefined,
      info: (line) => lines.push(line),
      warn: (line) => lines.push(line),
      error: (line) => lines.push(line),
    },
  });
  const nextWatch = async (): Promise<Watch> => ((await once(events, 'watch')) as [Watch])[0];
  return { monitor, events, states, lines, run: () => monitor.run(), nextWatch, shown };
}

const dockerDown = new GaleraError('dockerDown', "Docker doesn't answer.");
const hiccup = new GaleraError('dockerFailed', 'Reading failed: conflict');

describe('ClusterMonitor', () => {
  it('shows what the watch reports, and comes back after Docker went away, saying so once', async () => {
    const { monitor, states, lines, run, nextWatch } = monitored();
    const first = nextWatch();
    const done = run();
    const watch = await first;
    watch.onClusters([healthy]);
    const second = nextWatch();
    watch.onError(dockerDown);
    watch.onError(dockerDown);
    (await second).onClusters([healthy]);
    assert.deepEqual(states.map(viewStateOf), ['clusters', 'dockerDown', 'clusters']);
    assert.deepEqual(lines, ["Docker doesn't answer.", 'The clusters can be read again.']);
    monitor.dispose();
    await done;
  });

  it('keeps what it knows, and says since when it is not known any more, until it is read again', async () => {
    const { monitor, states, run, nextWatch } = monitored();
    const first = nextWatch();
    const done = run();
    const watch = await first;
    const since = new Date();
    watch.onStale(since);
    watch.onClusters([healthy]);
    watch.onStale(since);
    watch.onClusters([healthy]);
    assert.deepEqual(states, [
      { kind: 'clusters', clusters: [healthy] },
      { kind: 'clusters', clusters: [healthy], staleSince: since },
      { kind: 'clusters', clusters: [healthy] },
    ]);
    monitor.dispose();
    await done;
  });

  it('keeps the clusters on show over one failed read, and shows the second', async () => {
    const { monitor, events, states, run, nextWatch } = monitored();
    const first = nextWatch();
    const done = run();
    const watch = await first;
    watch.onClusters([healthy]);
    const second = nextWatch();
    watch.onError(hiccup);
    const again = await second;
    assert.deepEqual(states.map(viewStateOf), ['clusters']);
    const disconnected = once(events, 'disconnect');
    again.onError(hiccup);
    await disconnected;
    assert.deepEqual(states.map(viewStateOf), ['clusters', 'failed']);
    monitor.dispose();
    await done;
  });

  it('ends a pause between two tries when asked to refresh', async () => {
    const { monitor, events, states, run, nextWatch } = monitored();
    const first = nextWatch();
    const done = run();
    const watch = await first;
    const disconnected = once(events, 'disconnect');
    watch.onError(dockerDown);
    await disconnected;
    const second = nextWatch();
    const refreshed = monitor.refresh();
    (await second).onClusters([]);
    await refreshed;
    assert.deepEqual(states.map(viewStateOf), ['dockerDown', 'noCluster']);
    monitor.dispose();
    await done;
  });

  it('watches at another pace when nobody looks any more', async () => {
    const { monitor, shown, run, nextWatch } = monitored();
    const first = nextWatch();
    const done = run();
    assert.equal((await first).intervalMs, 5_000);
    monitor.adjustPace();
    const second = nextWatch();
    shown.value = false;
    monitor.adjustPace();
    assert.equal((await second).intervalMs, 60_000);
    monitor.dispose();
    await done;
  });
});

describe('readIntervalMs', () => {
  const state = (...clusters: (typeof healthy)[]): MonitorState => ({ kind: 'clusters', clusters });

  it("is the setting's while something is shown, and a minute otherwise", () => {
    assert.equal(readIntervalMs(state(), true, 5), 5_000);
    assert.equal(readIntervalMs(state(healthy), false, 5), 5_000);
    assert.equal(readIntervalMs(state(), false, 5), 60_000);
    assert.equal(readIntervalMs({ kind: 'loading' }, false, 300), 300_000);
  });

  it('is a second while a node is on its way', () => {
    const joining = cluster('demo', 'degraded', [node(1, 'Synced'), node(2, 'Joiner')]);
    assert.equal(readIntervalMs(state(healthy, joining), false, 5), 1_000);
  });
});

describe('retryDelayMs', () => {
  it('grows from one second to thirty', () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 60].map(retryDelayMs), [1000, 2000, 3000, 3000, 3000, 3000, 3000]);
  });
});
