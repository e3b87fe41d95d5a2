import type { ClusterHealth, ClusterView } from '../../cluster/vocabulary/model';
import { openPort } from '../../cluster/view/openPort';
import { isInTrouble, isOnItsWay } from '../../cluster/view/stateGroups';
import { clockTime } from './clockTime';
import { clusterText, healthWord, syncedCount, syncedText } from './clusterWords';
import { clusterIcons, nodeIcons } from './icons';
import type { L10n } from './l10n';
import { escapeMarkdown, markdownLines } from './markdown';

/** The status bar item, as plain data. */
export interface StatusLook {
  readonly text: string;
  readonly background: 'error' | 'warning' | undefined;
  /** Markdown with theme icons. */
  readonly tooltip: string;
  readonly accessibilityLabel: string;
}

/** Worst first: the item speaks for the cluster that needs it most. */
const byUrgency: readonly ClusterHealth[] = [
  'split',
  'non-primary',
  'down',
  'degraded',
  'starting',
  'healthy',
  'stopped',
];

function clusterParagraph(cluster: ClusterView, l10n: L10n): string {
  const heading = `**${escapeMarkdown(cluster.name)}** · ${escapeMarkdown(clusterText(cluster, l10n))}`;
  const nodes = cluster.nodes.map((node) => {
    const port = openPort(node);
    const portText = port === null ? [] : [l10n.t('port {0}', String(port))];
    return `$(${nodeIcons[node.state].id}) ${[node.name, node.state, ...portText].map(escapeMarkdown).join(' · ')}`;
  });
  return markdownLines([heading, ...nodes]);
}

function iconAndBackground(
  worst: ClusterHealth,
  clusters: readonly ClusterView[],
): { icon: string; background: StatusLook['background'] } {
  switch (worst) {
    case 'split':
    case 'non-primary':
    case 'down':
      return { icon: clusterIcons[worst].id, background: 'error' };
    case 'degraded': {
      const nodes = clusters.flatMap((cluster) => cluster.nodes);
      if (nodes.some(isInTrouble)) {
        return { icon: 'warning', background: 'warning' };
      }
      return { icon: nodes.some(isOnItsWay) ? 'sync~spin' : 'database', background: undefined };
    }
    case 'starting':
      return { icon: 'sync~spin', background: undefined };
    case 'healthy':
    case 'stopped':
      return { icon: 'database', background: undefined };
  }
}

/**
 * What the status bar says: how many nodes are Synced, or the word for what is wrong. It speaks for this
 * workspace's cluster where there is one, else for the worst of those that run; the tooltip lists all. Undefined
 * where there is no cluster.
 *
 * @param own the name that this workspace's cluster has, or would have.
 */
export function statusLook(clusters: readonly ClusterView[], own: string, l10n: L10n): StatusLook | undefined {
  const ours = clusters.filter((cluster) => cluster.name === own);
  const others = clusters.filter((cluster) => cluster.name !== own);
  const meant = ours.length > 0 ? ours : clusters;
  const worst = byUrgency.find((health) => meant.some((cluster) => cluster.health === health));
  if (worst === undefined) {
    return undefined;
  }
  const running = meant.filter((cluster) => cluster.health !== 'stopped');
  const nodes = (running.length > 0 ? running : meant).flatMap((cluster) => cluster.nodes);
  const { icon, background } = iconAndBackground(worst, running);
  return {
    text: `$(${icon}) ${healthWord(worst, l10n) ?? syncedText(nodes, l10n)}`,
    background,
    tooltip: [...ours, ...others].map((cluster) => clusterParagraph(cluster, l10n)).join('\n\n'),
    accessibilityLabel: l10n.t('Galera: {0}, {1} of {2} nodes Synced', worst, syncedCount(nodes), nodes.length),
  };
}

/** For when the clusters can't be read anew: what it said last, and since when that isn't known any more. */
export function staleLook(look: StatusLook, since: Date, l10n: L10n): StatusLook {
  const asOf = l10n.t('as of {0}', clockTime(since));
  return {
    text: `${look.text.replace(/^\$\([^)]*\)/, '$(history)')} ${asOf}`,
    background: 'warning',
    tooltip: [escapeMarkdown(l10n.t('Not read since {0}', clockTime(since))), look.tooltip].join('\n\n'),
    accessibilityLabel: `${look.accessibilityLabel}, ${asOf}`,
  };
}

/** For when there were clusters and Docker doesn't answer any more. */
export function lostLook(message: string, l10n: L10n): StatusLook {
  return {
    text: `$(debug-disconnect) ${l10n.t('No Docker')}`,
    background: 'warning',
    tooltip: escapeMarkdown(message),
    accessibilityLabel: l10n.t('Galera: {0}', message),
  };
}
