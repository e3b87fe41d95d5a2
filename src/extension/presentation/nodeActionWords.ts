import type { NodeAction } from '../../cluster/view/fittingActions';
import type { L10n } from './l10n';

/** The title of the notification while an action runs on these nodes. */
export function actionTitle(action: NodeAction, nodes: string, l10n: L10n): string {
  switch (action) {
    case 'kill':
      return l10n.t('Killing {0}', nodes);
    case 'idle':
      return l10n.t('Stopping {0}', nodes);
    case 'freeze':
      return l10n.t('Freezing {0}', nodes);
    case 'unfreeze':
      return l10n.t('Unfreezing {0}', nodes);
    case 'isolate':
      return l10n.t('Isolating {0}', nodes);
    case 'reconnect':
      return l10n.t('Reconnecting {0}', nodes);
    case 'restore':
      return l10n.t('Restoring {0}', nodes);
    case 'rebuild':
      return l10n.t('Rebuilding {0}', nodes);
  }
}

/** What the palette asks, where the node wasn't chosen in the tree. */
export function nodeQuestion(action: NodeAction, l10n: L10n): string {
  switch (action) {
    case 'kill':
      return l10n.t('Node to kill');
    case 'idle':
      return l10n.t('Node to stop in good order');
    case 'freeze':
      return l10n.t('Node to freeze');
    case 'unfreeze':
      return l10n.t('Node to unfreeze');
    case 'isolate':
      return l10n.t('Node to take off the replication network');
    case 'reconnect':
      return l10n.t('Node to put back on the replication network');
    case 'restore':
      return l10n.t('Node to bring back');
    case 'rebuild':
      return l10n.t('Node to wipe and fill again from the others');
  }
}
