import type { ClusterHealth, ClusterView, NodeState, NodeView } from '../../cluster/vocabulary/model';
import type { L10n } from './l10n';
import { sidesText } from './sideWords';

export function syncedCount(nodes: readonly NodeView[]): number {
  return nodes.filter((node) => node.state === 'Synced').length;
}

/** "2/3 Synced". */
export function syncedText(nodes: readonly NodeView[], l10n: L10n): string {
  return l10n.t('{0}/{1} Synced', syncedCount(nodes), nodes.length);
}

/** One or two words for a health in which the count of Synced nodes says nothing; else undefined. */
export function healthWord(health: ClusterHealth, l10n: L10n): string | undefined {
  switch (health) {
    case 'healthy':
    case 'degraded':
    case 'starting':
      return undefined;
    case 'non-primary':
      return l10n.t('No quorum');
    case 'split':
      return l10n.t('Split');
    case 'stopped':
      return l10n.t('Stopped');
    case 'down':
      return l10n.t('Down');
  }
}

/** "3/3 Synced" or the health's own word, with the sides of a split cluster: "Split: g1, g2 | g3". */
export function clusterText(cluster: ClusterView, l10n: L10n): string {
  const text = healthWord(cluster.health, l10n) ?? syncedText(cluster.nodes, l10n);
  const sides = sidesText(cluster);
  return sides === '' ? text : `${text}: ${sides}`;
}

/** What the health means, and where there is something to do about it, what. */
export function healthSentence(health: ClusterHealth, l10n: L10n): string {
  switch (health) {
    case 'healthy':
      return l10n.t('Every node is Synced.');
    case 'degraded':
      return l10n.t('The cluster serves, but not with all of its nodes.');
    case 'starting':
      return l10n.t('The nodes are on their way; none serves yet.');
    case 'non-primary':
      return l10n.t(
        'Nodes run, but too few see each other to make a majority: they take no queries. Start Cluster brings them together.',
      );
    case 'split':
      return l10n.t('Nodes serve apart from each other; their data differ or soon will.');
    case 'stopped':
      return l10n.t('Every node was stopped in good order; Start Cluster resumes with the same data.');
    case 'down':
      return l10n.t(
        'No node runs, and not all of them stopped in good order; Start Cluster brings it back from the node that holds most.',
      );
  }
}

/** What a node's state means. */
export function stateSentence(state: NodeState, l10n: L10n): string {
  switch (state) {
    case 'Synced':
      return l10n.t('In service, with every transaction of the cluster.');
    case 'Donor':
      return l10n.t('Sending its data to a joining node.');
    case 'Desynced':
      return l10n.t(
        'Serves, but may lag behind and fills no joining node: someone set wsrep_desync, or holds its tables locked.',
      );
    case 'Joiner':
      return l10n.t("Receiving the cluster's data.");
    case 'Joined':
      return l10n.t('Has the data and catches up with the latest transactions.');
    case 'Non-Primary':
      return l10n.t('Runs, but sees no majority of the cluster: it takes no queries.');
    case 'Starting':
      return l10n.t('Its container runs; it has yet to join the cluster.');
    case 'Idle':
      return l10n.t('Stopped in good order, or never started.');
    case 'Killed':
      return l10n.t('Its container was killed.');
    case 'Crashed':
      return l10n.t('It ended by itself with an error; its container log says which.');
    case 'Frozen':
      return l10n.t('Its container is paused.');
    case 'Isolated':
      return l10n.t('Its container is off the replication network.');
    case 'Unreachable':
      return l10n.t('It was in service and no longer answers.');
  }
}
