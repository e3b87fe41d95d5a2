import * as vscode from 'vscode';
import { inspectRecovery, recoverFrom, type RecoveryOptions } from '../../cluster/operations/recoverCluster';
import { GaleraError } from '../../cluster/vocabulary/errors';
import type { ClusterView } from '../../cluster/vocabulary/model';
import { recoveryWay } from '../../cluster/view/recoveryWays';
import { commands } from '../ids';
import { type RecoveryItem, recoveryItems } from '../presentation/recoveryItems';
import { chooseCluster } from './chooseCluster';
import type { CommandContext } from './commandContext';
import { confirm } from './confirm';
import { reportFailure } from './reportFailure';
import { runOperation } from './runOperation';
import { tell } from '../notify';

async function inspect(context: CommandContext, cluster: ClusterView): Promise<RecoveryOptions | undefined> {
  let found: RecoveryOptions | undefined;
  await runOperation(context, {
    title: vscode.l10n.t('Reading what the nodes of {0} hold', cluster.name),
    expectedNodes: cluster.nodes.length,
    work: async (access, options) => {
      found = await inspectRecovery(access, cluster.name, options);
    },
  });
  if (found !== undefined) {
    context.log.info([found.reason ?? '', ...found.table].join('\n  '));
  }
  return found;
}

/** @param givenUp whose data are lost once it has started, unless they are taken up again. */
async function sayNothingToChoose(cluster: string, givenUp: readonly string[]): Promise<void> {
  const start = vscode.l10n.t('Start Cluster');
  const message =
    givenUp.length === 0
      ? vscode.l10n.t('Nothing has to be given up: Start Cluster brings {0} back with all of its data.', cluster)
      : vscode.l10n.t(
          "Start Cluster brings {0} back, and fills {1}, whose data were given up for another's. In a terminal, galera recover {0} --bootstrap {2} --accept-loss takes them up again.",
          cluster,
          givenUp.join(', '),
          givenUp[0] ?? '',
        );
  if ((await tell(message, start)) === start) {
    await vscode.commands.executeCommand(commands.startCluster, cluster);
  }
}

/** Shows what each node holds, until one is picked that can be chosen. */
async function pick(choices: readonly RecoveryItem[], title: string): Promise<RecoveryItem | undefined> {
  const item = (choice: RecoveryItem) => {
    const { node: label, holds: description, detail } = choice;
    return { label, description, detail, choice };
  };
  const others = choices.filter((choice) => !choice.choosable).map(item);
  const items = [
    ...choices.filter((choice) => choice.choosable).map(item),
    {
      label: vscode.l10n.t("hold no complete state and can't be chosen"),
      kind: vscode.QuickPickItemKind.Separator,
      choice: undefined,
    },
    ...others,
  ].filter((each) => each.choice !== undefined || others.length > 0);
  const placeHolder = vscode.l10n.t("The node whose data become the cluster's");
  for (;;) {
    const picked = await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true });
    if (picked?.choice?.choosable !== false) {
      return picked?.choice;
    }
  }
}

function confirmRecovery(cluster: string, { node, losses }: RecoveryItem): Promise<boolean> {
  const nothing = vscode.l10n.t('Nothing that the other nodes show is lost.');
  return confirm(
    vscode.l10n.t('Recover cluster {0} from {1}?', cluster, node),
    losses.length === 0 ? nothing : [...losses, vscode.l10n.t('This cannot be undone.')].join('\n'),
    vscode.l10n.t('Recover from {0}', node),
  );
}

/**
 * Recover Cluster, for when the guard refuses to start one: shows what every node holds, lets the user choose whose
 * data count, and asks once more with the name of everything that is lost by it.
 */
export async function runRecoverCluster(context: CommandContext, named: string | undefined): Promise<void> {
  const cluster = await chooseCluster(context, 'recover', named, vscode.l10n.t('Cluster to recover'));
  const found = cluster && (await inspect(context, cluster));
  if (cluster === undefined || found === undefined) {
    return;
  }
  const { name } = cluster;
  const way = recoveryWay(found.members, found.decision);
  if (way.kind === 'start') {
    await sayNothingToChoose(name, found.givenUp);
    return;
  }
  if (way.kind !== 'choose') {
    const advice =
      way.kind === 'stop'
        ? vscode.l10n.t('Stop the cluster, then recover it.')
        : vscode.l10n.t('Remove the cluster and start a new one, or put a volume with data back.');
    await reportFailure(context.log, new GaleraError('refused', found.reason ?? '', { advice, details: found.table }));
    return;
  }
  const choice = await pick(recoveryItems(way, vscode.l10n), found.reason ?? '');
  if (choice === undefined || !(await confirmRecovery(name, choice))) {
    return;
  }
  await runOperation(context, {
    title: vscode.l10n.t('Recovering cluster {0} from {1}', name, choice.node),
    expectedNodes: cluster.nodes.length,
    work: (access, options) => recoverFrom(access, name, choice.node, options),
  });
}
