import assert from 'node:assert/strict';
import { GaleraError } from '../../src/cluster/vocabulary/errors';
import { type clusterHealths, type IstChance, nodeStates } from '../../src/cluster/vocabulary/model';
import { clusterRows, errorRow, staleRows } from '../../src/extension/presentation/clusterRows';
import { changedRows, type Row } from '../../src/extension/presentation/row';
import { cluster, english, healthy, node, stateUuid, wsrepStatus } from './views';

const descriptions = (rows: readonly Row[]): string[] => rows.map((row) => `${row.label}: ${row.description}`);
const everyRow = (rows: readonly Row[]): Row[] => rows.flatMap((row) => [row, ...everyRow(row.children)]);

describe('clusterRows', () => {
  it('shows clusters, nodes and the values of a node', () => {
    const [demo] = clusterRows([healthy], english);
    assert.ok(demo);
    assert.deepEqual(descriptions([demo]), ['demo: 3/3 Synced']);
    assert.deepEqual(descriptions(demo.children), [
      'g1: Synced · port 33061',
      'g2: Synced · port 33062',
      'g3: Synced · port 33063',
    ]);
    assert.deepEqual(descriptions(demo.children[0]?.children ?? []), [
      'Cluster status: Primary',
      'Cluster size: 3',
      'Last committed: 12',
      'State UUID: 7d3a1f52',
      'Receive queue: 0',
      'Send queue: 0',
      'Flow control: paused 0.0 s, sent 0',
      'Conflicts: 0',
      'Version: 11.8.6-MariaDB',
    ]);
  });

  it('gives every row an id of its own that stays when the state changes', () => {
    const other = { ...healthy, name: 'other' };
    const ids = everyRow(clusterRows([healthy, other], english)).map((row) => row.id);
    assert.equal(new Set(ids).size, ids.length);
    const killed = cluster('demo', 'degraded', [node(1, 'Killed'), ...healthy.nodes.slice(1)]);
    const nodeIds = (rows: Row[]): string[] => rows.flatMap((row) => row.children.map((child) => child.id));
    assert.deepEqual(nodeIds(clusterRows([killed], english)), nodeIds(clusterRows([healthy], english)));
  });

  it('says for every state its word, and shows no two states alike', () => {
    const rows = nodeStates.map((state) => {
      const [row] = clusterRows([cluster('demo', 'degraded', [node(1, state)])], english)[0]?.children ?? [];
      assert.ok(row);
      const running = !['Idle', 'Killed', 'Crashed'].includes(state);
      assert.equal(row.description, running ? `${state} · port 33061` : state);
      assert.equal(row.contextValue.endsWith(';port;'), running);
      assert.match(row.accessibilityLabel, new RegExp(`\\b${state}\\b`));
      return row;
    });
    const icons = rows.map((row) => row.icon?.id);
    assert.equal(new Set(icons).size, nodeStates.length, icons.join(' '));
  });

  it('shows from whom a joiner is filled and how far it is', () => {
    const transfer = { donor: 'g1', method: 'mysqldump', percent: 43, secondsLeft: 12 } as const;
    const [row] =
      clusterRows([cluster('demo', 'degraded', [node(2, 'Joiner', { transfer })])], english)[0]?.children ?? [];
    assert.equal(row?.description, 'Joiner ← g1 · 43 % · 12 s left');
    assert.match(row.accessibilityLabel, /Joiner, ← g1 · 43 % · 12 s left/);
    assert.doesNotMatch(row.contextValue, /;port;/);
    assert.match(row.tooltip, /g1 sends everything/);
    const silent = { donor: 'g1', method: 'rsync', percent: null, secondsLeft: null } as const;
    const [other] =
      clusterRows([cluster('demo', 'degraded', [node(2, 'Joiner', { transfer: silent, port: null })])], english)[0]
        ?.children ?? [];
    assert.equal(other?.description, 'Joiner ← g1 · rsync');
  });

  it('keeps what counts down out of the tooltip', () => {
    const tooltip = (percent: number): string | undefined => {
      const transfer = { donor: 'g1', method: 'ist', percent, secondsLeft: 100 - percent } as const;
      return clusterRows([cluster('demo', 'degraded', [node(2, 'Joiner', { transfer })])], english)[0]?.children[0]
        ?.tooltip;
    };
    assert.equal(tooltip(10), tooltip(90));
  });

  const chances: [chance: IstChance, text: string][] = [
    [
      { kind: 'possible', donor: 'g1', behind: 1234, exact: true, reach: 9876, room: 100 * 1024 ** 2 },
      "possible: 1 234 writesets behind, g1's cache reaches back 9 876, room for about 100 MB more",
    ],
    [
      { kind: 'possible', donor: 'g1', behind: 7, exact: false, reach: 10, room: null },
      "possible: at most 7 writesets behind, g1's cache reaches back 10",
    ],
    [
      { kind: 'tooFar', donor: 'g2', behind: 50, reach: 10 },
      "not possible: 50 writesets behind, g2's cache reaches back 10",
    ],
    [{ kind: 'noState' }, 'not possible: it holds nothing of this history'],
    [{ kind: 'unknown' }, 'unknown until it starts'],
  ];
  for (const [istChance, text] of chances) {
    it(`says of a stopped node that an IST is ${text}`, () => {
      const [row] =
        clusterRows([cluster('demo', 'degraded', [node(2, 'Killed', { istChance })])], english)[0]?.children ?? [];
      assert.equal(row?.description, 'Killed');
      assert.deepEqual(descriptions(row.children), [`IST: ${text}`]);
    });
  }

  it('shows a word in place of the count where the count says nothing', () => {
    const word = (health: (typeof clusterHealths)[number]): string | undefined =>
      clusterRows([cluster('demo', health, [node(1, 'Idle'), node(2, 'Killed')])], english)[0]?.description;
    assert.equal(word('down'), 'Down');
    assert.equal(word('stopped'), 'Stopped');
    assert.equal(word('split'), 'Split');
    assert.equal(word('non-primary'), 'No quorum');
    assert.equal(word('starting'), '0/2 Synced');
  });

  it('names the sides of a split cluster, and which of them can be stopped', () => {
    const apart = wsrepStatus({ clusterSize: 1, clusterConfId: 9 });
    const [row] = clusterRows(
      [cluster('demo', 'split', [...healthy.nodes.slice(0, 2), node(3, 'Synced', { wsrep: apart })])],
      english,
    );
    assert.equal(row?.description, 'Split: g1, g2 | g3');
    assert.match(row.tooltip, /stops g3/);
    assert.match(row.accessibilityLabel, /split: g1, g2 \| g3/);
    assert.match(row.contextValue, /^cluster;stopLesser;/);
  });

  it('keeps what churns out of the node row and its tooltip', () => {
    const busy = wsrepStatus({ lastCommitted: 99, localRecvQueue: 5, flowControlPausedNs: 2_500_000_000 });
    const look = (wsrep: typeof busy): unknown => {
      const [row] =
        clusterRows([cluster('demo', 'healthy', [node(1, 'Synced', { wsrep })])], english)[0]?.children ?? [];
      return { ...row, children: undefined };
    };
    assert.deepEqual(look(busy), look(wsrepStatus()));
  });

  it('has the whole state UUID on hover, and an image as it is written', () => {
    const odd = cluster('demo', 'healthy', [node(1, 'Synced', { image: 'my_registry/[x](y):1' })]);
    const [row] = clusterRows([odd], english)[0]?.children ?? [];
    assert.ok(row?.tooltip.includes('my\\_registry/\\[x\\]\\(y\\):1'), row?.tooltip);
    const uuid = row?.children.find((child) => child.label === 'State UUID');
    assert.ok(uuid?.tooltip.includes(stateUuid));
  });
});

describe('errorRow', () => {
  it('shows the message, and the advice and details on hover', () => {
    const row = errorRow(new GaleraError('dockerFailed', 'Listing failed.', { advice: 'Look.', details: ['500'] }));
    assert.equal(row.label, 'Listing failed.');
    assert.match(row.tooltip, /Look[^]*500/);
    assert.equal(row.contextValue, 'error');
  });
});

describe('staleRows', () => {
  const since = new Date(2026, 10, 26, 9, 5, 7);
  const rows = staleRows([healthy], since, english);

  it('says first since when the clusters are not known any more, and shows them as they were', () => {
    assert.deepEqual(descriptions(rows), ['Not read since 09:05:07: ', 'demo: 3/3 Synced']);
    assert.deepEqual(
      descriptions(rows[1]?.children ?? []),
      descriptions(clusterRows([healthy], english)[0]?.children ?? []),
    );
  });

  it('shows no state in its colour, and nothing that turns', () => {
    const icons = everyRow(rows.slice(1)).flatMap((row) => row.icon ?? []);
    assert.ok(icons.length > 0);
    assert.ok(icons.every(({ id, color }) => color === 'disabledForeground' && !id.includes('~')));
  });

  it('is drawn anew once the clusters are read again', () => {
    assert.equal(changedRows(rows, clusterRows([healthy], english)), 'all');
  });
});

describe('a container that only looks like a node', () => {
  it('stands under its cluster, and nothing is offered for it', () => {
    const [demo] = clusterRows([{ ...healthy, foreign: ['gallant_curie'] }], english);
    const row = demo?.children.at(-1);
    assert.deepEqual([row?.label, row?.description, row?.contextValue], ['gallant_curie', 'Not a node', 'value']);
  });

  it('is named beside four others, however many there are', () => {
    const foreign = Array.from({ length: 1_000 }, (_, index) => `stranger-${String(index)}`);
    const [demo] = clusterRows([{ ...healthy, foreign }], english);
    assert.deepEqual(
      demo?.children.slice(healthy.nodes.length).map((row) => row.label),
      [...foreign.slice(0, 5), 'and 995 more'],
    );
  });
});
