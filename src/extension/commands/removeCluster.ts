import * as vscode from 'vscode';
import { removeCluster } from '../../cluster/operations/removeCluster';
import type { CommandContext } from './commandContext';
import { confirm } from './confirm';
import { pickCluster } from './pickCluster';
import { readClustersForCommand } from './readForCommand';
import { runOperation } from './runOperation';
import { tell } from '../notify';

function confirmRemoval(name: string): Promise<boolean> {
  return confirm(
    vscode.l10n.t('Remove cluster {0} with all of its data?', name),
    vscode.l10n.t('Its containers, volumes and networks are deleted. This cannot be undone.'),
    vscode.l10n.t('Remove Cluster'),
  );
}

/** Remove Cluster: asks once, then deletes everything of the cluster. */
export async function runRemoveCluster(context: CommandContext, named: string | undefined): Promise<void> {
  const clusters = await readClustersForCommand(context);
  if (clusters === undefined) {
    return;
  }
  if (named === undefined && clusters.length === 0) {
    void tell(vscode.l10n.t('There is no cluster to remove.'));
    return;
  }
  const name = named ?? (await pickCluster(clusters, vscode.l10n.t('Cluster to remove')));
  if (name === undefined || !(await confirmRemoval(name))) {
    return;
  }
  await runOperation(context, {
    title: vscode.l10n.t('Removing cluster {0}', name),
    expectedNodes: clusters.find((cluster) => cluster.name === name)?.nodes.length ?? 1,
    work: (access, options) => removeCluster(access, name, options),
  });
}
