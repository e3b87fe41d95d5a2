import type { GaleraError } from '../../cluster/vocabulary/errors';
import type { ClusterView, NodeView } from '../../cluster/vocabulary/model';
import { openPort } from '../../cluster/view/openPort';
import { lesserSide } from '../../cluster/view/splitSides';
import { balancerRows } from './balancerRow';
import { clusterText, healthSentence, stateSentence, syncedCount } from './clusterWords';
import { clockTime } from './clockTime';
import { clusterIcons, errorIcon, faded, foreignIcon, nodeIcons, staleIcon } from './icons';
import type { L10n } from './l10n';
import { escapeMarkdown, markdownLines } from './markdown';
import { clusterContext, nodeContext } from './offeredActions';
import { factRow, type Row } from './row';
import { namesOf, sidesText } from './sideWords';
import { istChanceText, transferSentence, transferText } from './transferWords';
import { valueRows } from './valueRows';

const failureText = (failure: string, l10n: L10n): string => l10n.t('Not in service: {0}', failure);

/** Of a node whose start failed: why, in the words of who reported it. */
function failureRows(parent: string, { failure }: NodeView, l10n: L10n): Row[] {
  return failure === undefined
    ? []
    : [factRow(`${parent}/failure`, l10n.t('Reason'), failure, escapeMarkdown(failureText(failure, l10n)), errorIcon)];
}

/** Nothing in it that changes by the second: a row is drawn anew when its tooltip changes. */
function nodeTooltip(node: NodeView, l10n: L10n): string {
  const port = openPort(node);
  const facts = [
    ...(node.host === null || port === null ? [] : [l10n.t('Address: {0}', `${node.host}:${port}`)]),
    l10n.t('Container: {0}', node.container),
    l10n.t('Image: {0}', node.image),
  ];
  const heading = `**${escapeMarkdown(node.name)}** · ${escapeMarkdown(node.state)}`;
  const filling = node.transfer === undefined ? [] : [escapeMarkdown(transferSentence(node.transfer, l10n))];
  const why = node.failure === undefined ? [] : [escapeMarkdown(failureText(node.failure, l10n))];
  const state = escapeMarkdown(stateSentence(node.state, l10n));
  return [heading, state, ...why, ...filling, markdownLines(facts.map(escapeMarkdown))].join('\n\n');
}

/** Of a stopped node: whether it could come back by IST. */
function istRows(parent: string, { istChance }: NodeView, l10n: L10n): Row[] {
  if (istChance === undefined) {
    return [];
  }
  const text = istChanceText(istChance, l10n);
  const label = l10n.t('IST');
  const meaning = l10n.t(
    'IST sends a returning node only what it missed, as long as another one still has it in its gcache; else it is filled anew (SST).',
  );
  const tooltip = ['`wsrep_local_cached_downto`', ...[`${label} ${text}.`, meaning].map(escapeMarkdown)].join('\n\n');
  return [factRow(`${parent}/ist`, label, text, tooltip)];
}

function nodeRow(cluster: ClusterView, node: NodeView, l10n: L10n): Row {
  // One that is being filled serves nobody, and its row needs the room.
  const port = node.transfer === undefined ? openPort(node) : null;
  const portText = port === null ? [] : [l10n.t('port {0}', String(port))];
  const filling = node.transfer === undefined ? [] : [transferText(node.transfer, l10n)];
  const id = `${cluster.name}/${node.name}`;
  const title = l10n.t('Node {0} of {1}', node.name, cluster.name);
  const values = node.wsrep === null ? [] : valueRows(id, node.wsrep, l10n);
  return {
    id,
    label: node.name,
    description: [[node.state, ...filling].join(' '), ...portText].join(' · '),
    icon: nodeIcons[node.state],
    tooltip: nodeTooltip(node, l10n),
    contextValue: nodeContext(node.state, port !== null),
    accessibilityLabel: [title, node.state, ...filling, ...portText].join(', '),
    expanded: false,
    children: [...failureRows(id, node, l10n), ...values, ...istRows(id, node, l10n)],
  };
}

function clusterTooltip(cluster: ClusterView, l10n: L10n): string {
  const uuid = cluster.stateUuid === null ? [] : [l10n.t('State UUID: {0}', cluster.stateUuid)];
  const heading = `**${escapeMarkdown(cluster.name)}** · ${escapeMarkdown(clusterText(cluster, l10n))}`;
  const lesser = lesserSide(cluster);
  const way = lesser === undefined ? [] : [l10n.t('Stop Lesser Side stops {0}; their data stay.', namesOf(lesser))];
  return [heading, ...[healthSentence(cluster.health, l10n), ...way, ...uuid].map(escapeMarkdown)].join('\n\n');
}

/** How many containers are named that only look like nodes. */
const mostForeign = 5;

/** The containers that only look like nodes. */
function foreignRows(cluster: ClusterView, l10n: L10n): Row[] {
  const meaning = l10n.t(
    'It has the labels of a node of {0} and is none: not its name, or not its volume. Nothing is done to it.',
    cluster.name,
  );
  const tooltip = escapeMarkdown(meaning);
  const row = (label: string): Row =>
    factRow(`${cluster.name}/foreign/${label}`, label, l10n.t('Not a node'), tooltip, foreignIcon);
  const unnamed = cluster.foreign.length - mostForeign;
  return [...cluster.foreign.slice(0, mostForeign), ...(unnamed > 0 ? [l10n.t('and {0} more', unnamed)] : [])].map(row);
}

function clusterRow(cluster: ClusterView, l10n: L10n): Row {
  const text = clusterText(cluster, l10n);
  const sides = sidesText(cluster);
  return {
    id: cluster.name,
    label: cluster.name,
    description: text,
    icon: clusterIcons[cluster.health],
    tooltip: clusterTooltip(cluster, l10n),
    contextValue: clusterContext(cluster),
    accessibilityLabel: l10n.t(
      'Cluster {0}, {1}, {2} of {3} nodes Synced',
      cluster.name,
      sides === '' ? cluster.health : `${cluster.health}: ${sides}`,
      syncedCount(cluster.nodes),
      cluster.nodes.length,
    ),
    expanded: true,
    children: [
      ...cluster.nodes.map((node) => nodeRow(cluster, node, l10n)),
      ...balancerRows(cluster, l10n),
      ...foreignRows(cluster, l10n),
    ],
  };
}

/** The tree: clusters, in them nodes, in them the wsrep values that matter. */
export function clusterRows(clusters: readonly ClusterView[], l10n: L10n): Row[] {
  return clusters.map((cluster) => clusterRow(cluster, l10n));
}

/** A row as it was when it was last read. */
function fadedRow(row: Row): Row {
  return { ...row, icon: row.icon === undefined ? undefined : faded(row.icon), children: row.children.map(fadedRow) };
}

/** The tree where it can't be read anew: as it was, and above it since when it isn't known any more. */
export function staleRows(clusters: readonly ClusterView[], since: Date, l10n: L10n): Row[] {
  const asOf = l10n.t('as of {0}', clockTime(since));
  const meaning = l10n.t(
    "Not read since {0}: Docker, or a node, doesn't answer. What is below may have changed.",
    clockTime(since),
  );
  const stale: Row = {
    id: 'stale:',
    label: l10n.t('Not read since {0}', clockTime(since)),
    description: '',
    icon: staleIcon,
    tooltip: escapeMarkdown(meaning),
    contextValue: 'error',
    accessibilityLabel: meaning,
    expanded: false,
    children: [],
  };
  const rows = clusterRows(clusters, l10n).map((row) => ({
    ...fadedRow(row),
    accessibilityLabel: `${row.accessibilityLabel}, ${asOf}`,
  }));
  return [stale, ...rows];
}

/** What the tree shows in the clusters' place where they can't be read. No cluster can have its id. */
export function errorRow(error: GaleraError): Row {
  const advice = error.advice === undefined ? [] : [error.advice];
  return {
    id: 'error:',
    label: error.message,
    description: '',
    icon: errorIcon,
    tooltip: [error.message, ...advice, ...error.details].map(escapeMarkdown).join('\n\n'),
    contextValue: 'error',
    accessibilityLabel: [error.message, ...advice].join(' '),
    expanded: false,
    children: [],
  };
}
