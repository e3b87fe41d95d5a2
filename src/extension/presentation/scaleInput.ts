import type { ClusterView } from '../../cluster/vocabulary/model';
import { nodeCountLimits } from '../../cluster/vocabulary/names';
import type { L10n } from './l10n';

/** What is wrong with a typed number of nodes; undefined where nothing is. */
export function scaleProblem(text: string, cluster: ClusterView, l10n: L10n): string | undefined {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < nodeCountLimits.min || count > nodeCountLimits.max) {
    return l10n.t('Type a number from {0} to {1}.', nodeCountLimits.min, nodeCountLimits.max);
  }
  return count === cluster.nodes.length ? l10n.t('{0} has that many nodes already.', cluster.name) : undefined;
}
