import { led } from '../../cluster/view/ledNodes';
import type { BalancedState, BalancerView, ClusterView } from '../../cluster/vocabulary/model';
import { balancerPart } from '../ids';
import { balancerIcons } from './icons';
import type { L10n } from './l10n';
import { escapeMarkdown, markdownLines } from './markdown';
import { balancerContext } from './offeredActions';
import { factRow, type Row } from './row';

const nobody = (l10n: L10n): string => l10n.t('nobody');

const addressOf = ({ host, port }: BalancerView['write']): string => `${host}:${port}`;

/** What a node is to the balancer. */
function balancedText(state: BalancedState, l10n: L10n): string {
  switch (state) {
    case 'synced':
      return l10n.t('in rotation');
    case 'donor':
      return l10n.t('in rotation only where no other is Synced');
    case 'leaving':
      return l10n.t('leaving: transactions end, new connections go elsewhere');
    case 'out':
      return l10n.t('out of rotation');
  }
}

function stateText(balancer: BalancerView, l10n: L10n): string {
  switch (balancer.state) {
    case 'running':
      return l10n.t('writes to {0}', balancer.writer ?? nobody(l10n));
    case 'frozen':
      return l10n.t('Frozen');
    case 'stopped':
      return l10n.t('Stopped');
  }
}

/** What the balancer's two ports lead to, and what each node is to it. */
function balancerFacts(id: string, balancer: BalancerView, l10n: L10n): Row[] {
  const readers = led(balancer.nodes).join(', ');
  const writeMeaning = l10n.t(
    'For clients that write: one node at a time. When it fails, another takes its place at once, and keeps it until you move the writer.',
  );
  const readMeaning = l10n.t('For clients that read: all Synced nodes in turn.');
  const nodeMeaning = l10n.t('What this node is to the balancer, by its own word.');
  const ports = [
    factRow(
      `${id}/write`,
      l10n.t('Write'),
      `${addressOf(balancer.write)} → ${balancer.writer ?? nobody(l10n)}`,
      escapeMarkdown(writeMeaning),
    ),
    factRow(
      `${id}/read`,
      l10n.t('Read'),
      `${addressOf(balancer.read)} → ${readers === '' ? nobody(l10n) : readers}`,
      escapeMarkdown(readMeaning),
    ),
  ];
  const nodes = [...balancer.nodes].map(([node, state]) =>
    factRow(`${id}/${node}`, node, balancedText(state, l10n), escapeMarkdown(nodeMeaning)),
  );
  return [...ports, ...nodes];
}

/** The row of a cluster's balancer, below its nodes; none where it has none. */
export function balancerRows(cluster: ClusterView, l10n: L10n): Row[] {
  const { balancer } = cluster;
  if (balancer === undefined) {
    return [];
  }
  const id = `${cluster.name}/${balancerPart}`;
  const isRunning = balancer.state === 'running';
  const text = stateText(balancer, l10n);
  const facts = [l10n.t('Container: {0}', balancer.container), l10n.t('Image: {0}', balancer.image)];
  const label = l10n.t('Load balancer');
  return [
    {
      id,
      label,
      description: isRunning ? `${text} · :${balancer.write.port}` : text,
      icon: balancerIcons[balancer.state],
      tooltip: [
        `**${escapeMarkdown(label)}** · ${escapeMarkdown(text)}`,
        escapeMarkdown(l10n.t('One address that always leads to a node in service, whatever becomes of the others.')),
        markdownLines(facts.map(escapeMarkdown)),
      ].join('\n\n'),
      contextValue: balancerContext(cluster),
      accessibilityLabel: l10n.t('Load balancer of {0}, {1}', cluster.name, text),
      expanded: false,
      children: isRunning ? balancerFacts(id, balancer, l10n) : [],
    },
  ];
}
